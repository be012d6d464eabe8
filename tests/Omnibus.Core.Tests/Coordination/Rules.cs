namespace Omnibus.Core.Tests.Coordination;

/// <summary>Remembers the first rule that was broken: the coordinator survives whatever is thrown at it, so that a test would not see it.</summary>
internal sealed class Rules
{
    private Exception? _broken;

    public T Keep<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is Xunit.Sdk.IAssertionException)
        {
            Interlocked.CompareExchange(ref _broken, exception, null);
            throw;
        }
    }

    public void Check()
    {
        if (Volatile.Read(ref _broken) is { } broken)
        {
            Assert.Fail("A rule was broken: " + broken);
        }
    }
}
