using EmailContactPortal.Crm.Vtiger.Protocol;

namespace EmailContactPortal.Crm.Vtiger.Sinks;

/// <summary>Chooses how activity is kept: what the connection says, or the best that this installation offers to this user.</summary>
internal static class VtigerSinks
{
    /// <summary>The way that is used; <see cref="VtigerSink.None"/> when the wanted one is not there.</summary>
    public static VtigerSink Choose(VtigerOptions options, IReadOnlyList<string> modules)
    {
        var wanted = options.Sink;
        if (wanted == VtigerSink.Auto)
        {
            return modules.Contains(options.Module) ? VtigerSink.Module
                : options.StatusFields.Any() ? VtigerSink.Fields
                : modules.Contains("ModComments") ? VtigerSink.Comment
                : modules.Contains("Emails") ? VtigerSink.Email
                : VtigerSink.None;
        }

        var isThere = wanted switch
        {
            VtigerSink.Module => modules.Contains(options.Module),
            VtigerSink.Comment => modules.Contains("ModComments"),
            VtigerSink.Email => modules.Contains("Emails"),
            _ => true,
        };
        return isThere ? wanted : VtigerSink.None;
    }

    /// <summary>The way to write.</summary>
    public static IVtigerSink Create(VtigerSink kind, VtigerQueries queries, VtigerOptions options, IReadOnlyList<string> modules) =>
        kind switch
        {
            VtigerSink.Module => new VtigerModuleSink(queries, options),
            VtigerSink.Comment => new VtigerCommentSink(queries),
            VtigerSink.Email => new VtigerEmailSink(queries, modules.Contains("ModComments") ? new VtigerCommentSink(queries) : null),
            VtigerSink.Fields => new VtigerFieldSink(queries, options),
            _ => new VtigerNoSink(),
        };

    /// <summary>The same in the words of the probe.</summary>
    public static CrmEventSink Announce(VtigerSink kind) => kind switch
    {
        VtigerSink.Module => CrmEventSink.Activity,
        VtigerSink.Comment => CrmEventSink.Comment,
        VtigerSink.Email => CrmEventSink.EmailRecord,
        VtigerSink.Fields => CrmEventSink.ContactFields,
        _ => CrmEventSink.None,
    };
}
