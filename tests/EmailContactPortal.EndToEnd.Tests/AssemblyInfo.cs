// Every test here drives whole processes; side by side they would only measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
