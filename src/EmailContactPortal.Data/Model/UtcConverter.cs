using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace EmailContactPortal.Data.Model;

/// <summary>Dates go in as UTC and come out marked as UTC; the databases themselves keep no zone.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    date => date.Kind == DateTimeKind.Local ? date.ToUniversalTime() : date,
    date => DateTime.SpecifyKind(date, DateTimeKind.Utc));
