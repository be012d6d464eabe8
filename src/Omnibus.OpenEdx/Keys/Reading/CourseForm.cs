namespace Omnibus.OpenEdx.Reading;

/// <summary>One way to write a course and the blocks in it.</summary>
/// <param name="Course">The namespace of the course's key.</param>
/// <param name="Block">The namespace of the key of a block in it.</param>
/// <param name="HasRun">Whether a run stands behind organization and course; a library has none.</param>
/// <param name="HasCcx">Whether the number of a custom course follows.</param>
internal sealed record CourseForm(string Course, string Block, bool HasRun, bool HasCcx)
{
    public static readonly CourseForm Ccx = new("ccx-v1", "ccx-block-v1", HasRun: true, HasCcx: true);
    public static readonly CourseForm Library = new("library-v1", "lib-block-v1", HasRun: false, HasCcx: false);

    private static readonly CourseForm s_course = new("course-v1", "block-v1", HasRun: true, HasCcx: false);

    public static CourseForm? Find(ReadOnlySpan<char> @namespace, bool ofBlocks)
    {
        ReadOnlySpan<CourseForm> all = [s_course, Library, Ccx];
        foreach (var form in all)
        {
            if (@namespace.SequenceEqual(ofBlocks ? form.Block : form.Course))
            {
                return form;
            }
        }

        return null;
    }
}
