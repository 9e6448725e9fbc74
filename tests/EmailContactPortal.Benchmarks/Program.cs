using EmailContactPortal.Benchmarks;

// Each benchmark prints progress to standard error and one JSON line last on standard output.
var benchmarks = new Dictionary<string, Func<string[], Task<int>>>(StringComparer.Ordinal)
{
    ["import"] = ImportBenchmark.RunAsync,
    ["pace"] = PaceBenchmark.RunAsync,
    ["send"] = SendBenchmark.RunAsync,
    ["track"] = TrackBenchmark.RunAsync,
    ["sync"] = SyncBenchmark.RunAsync,
    ["write-back"] = WriteBackBenchmark.RunAsync,
};

if (args.Length > 0 && benchmarks.TryGetValue(args[0], out var benchmark)) return await benchmark(args[1..]);

Console.Error.WriteLine(
    $"Usage: dotnet run -c Release --project tests/EmailContactPortal.Benchmarks -- <{string.Join('|', benchmarks.Keys)}> [options]");
return 2;
