using Campus.Events;
using Campus.Reports;
using Campus.Service;

// The reports keep a read model: who is in which course. GET /courses answers from it.
var builder = WebApplication.CreateSlimBuilder(args);
builder.AddCampusService();
builder.Services.AddSingleton<Enrolments>();
builder.AddOmnibus()
    .Consumer("courses")
        .Handle<CoursePublished, Enrolments>((published, context, enrolments, _) => enrolments.Open(published.Course, context))
        .Handle<EnrolmentCreated, Enrolments>((created, context, enrolments, _) => enrolments.Add(created.EnrolmentId, created.Course, context))
        .Handle<EnrolmentCancelled, Enrolments>((cancelled, context, enrolments, _) => enrolments.Remove(cancelled.EnrolmentId, cancelled.Course, context))
        .Handle<AssignmentSubmitted, Enrolments>((submitted, context, enrolments, _) => enrolments.Submit(submitted.SubmissionId, submitted.Course, context))
        .Handle<CertificateIssued, Enrolments>((issued, context, enrolments, _) => enrolments.Finish(issued.CertificateId, issued.Course, context));

await using var app = builder.Build();
app.MapCampus();
app.MapGet("/courses", (Enrolments enrolments) => TypedResults.Ok(enrolments.List()));
return await app.RunOmnibusAsync(args);
