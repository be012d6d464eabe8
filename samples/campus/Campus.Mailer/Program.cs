using Campus.Events;
using Campus.Mailer;
using Campus.Service;

// The mailer writes to students about what happens to them.
var builder = WebApplication.CreateSlimBuilder(args);
builder.AddCampusService();
builder.Services.AddSingleton<MailDrop>();
builder.Services.AddSingleton<StudentMails>();
builder.AddOmnibus()
    .Consumer("mails")
        .Handle<StudentRegistered, StudentMails>()
        .Handle<EnrolmentCreated, StudentMails>()
        .Handle<EnrolmentCancelled, StudentMails>()
        .Handle<CertificateIssued, StudentMails>();

await using var app = builder.Build();
app.MapCampus();
return await app.RunOmnibusAsync(args);
