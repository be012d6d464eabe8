using Campus.Events;
using Campus.Registrar;
using Campus.Service;
using Omnibus;

// The registrar tells the campus what happens: over HTTP, or from a file with --file F, after which it ends.
var builder = WebApplication.CreateSlimBuilder(args);
builder.AddOmnibus().AddEvents<CampusEventCatalogue>();
builder.AddCampusService();
builder.Services.AddSingleton<Publisher>();

await using var app = builder.Build();
if (app.Configuration["File"] is { } file)
{
    return await FileImport.RunAsync(app.Services.GetRequiredService<Publisher>(), file);
}

app.MapCampus();
app.MapPost("/students", async (NewStudent student, Publisher publisher, TimeProvider time, CancellationToken stop) =>
    TypedResults.Accepted((string?)null, await publisher.PublishAsync(
        new StudentRegistered(student.Student, student.Programme, null, student.Languages ?? [], FullTime: true, time.GetUtcNow()), stop)));
app.MapPost("/enrolments", async (NewEnrolment enrolment, Publisher publisher, TimeProvider time, CancellationToken stop) =>
    TypedResults.Accepted((string?)null, await publisher.PublishAsync(
        new EnrolmentCreated(Guid.CreateVersion7(), enrolment.Student, enrolment.Course, WaitingList: false, FeeCents: null, time.GetUtcNow()), stop)));
app.MapPost("/events", async Task<IResult> (HttpRequest request, Publisher publisher, CancellationToken stop) =>
{
    using var text = new MemoryStream();
    await request.Body.CopyToAsync(text, stop);
    try
    {
        return TypedResults.Accepted((string?)null, await publisher.PublishAsync(EventFile.Parse(text.ToArray()), stop));
    }
    catch (EventDataException wrong)
    {
        return TypedResults.Problem($"Line {wrong.Line}: {wrong.Message} Nothing was published.", statusCode: StatusCodes.Status400BadRequest);
    }
});

await app.RunAsync();
return 0;

internal sealed record NewStudent(Student Student, string Programme, IReadOnlyList<string>? Languages);

internal sealed record NewEnrolment(Student Student, Course Course);
