namespace Omnibus.Configuration;

/// <summary>Refuses two consumers that would take each other's events away.</summary>
internal static class GroupCheck
{
    public static void Check(IReadOnlyList<ConsumerDraft> drafts)
    {
        for (var second = 1; second < drafts.Count; second++)
        {
            for (var first = 0; first < second; first++)
            {
                Check(drafts[first].Consumer, drafts[second]);
            }
        }
    }

    private static void Check(ConsumerConfiguration first, ConsumerDraft draft)
    {
        var second = draft.Consumer;
        if (first.Group == second.Group
            && string.Equals(first.Transport, second.Transport, StringComparison.OrdinalIgnoreCase)
            && first.Topics.FirstOrDefault(second.Topics.Contains) is { } topic)
        {
            draft.Options.Problem(
                "Group",
                $"'{second.Group}' is the group of consumer '{first.Name}' too, and both read '{topic}' on '{second.Transport}', so that each would miss what the "
                + "other takes. Give one of them another Group, or register all handlers with one consumer.");
        }
    }
}
