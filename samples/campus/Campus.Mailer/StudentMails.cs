using System.Net.Mail;
using Campus.Events;
using Campus.Service;
using Omnibus;

namespace Campus.Mailer;

/// <summary>
/// One class may handle several events. It is a singleton, so a delivery needs no scope of its own; what it uses must then be safe on any thread.
/// </summary>
internal sealed class StudentMails(MailDrop drop, Totals totals) :
    IEventHandler<StudentRegistered>, IEventHandler<EnrolmentCreated>, IEventHandler<EnrolmentCancelled>, IEventHandler<CertificateIssued>
{
    public ValueTask HandleAsync(StudentRegistered registered, EventContext context, CancellationToken cancellationToken) =>
        SendAsync(registered.Student, $"Welcome to {registered.Programme}", context);

    public ValueTask HandleAsync(EnrolmentCreated created, EventContext context, CancellationToken cancellationToken) =>
        SendAsync(created.Student, created.WaitingList ? $"You wait for a seat in {created.Course.Title}" : $"Your seat in {created.Course.Title}", context);

    public ValueTask HandleAsync(EnrolmentCancelled cancelled, EventContext context, CancellationToken cancellationToken) =>
        SendAsync(cancelled.Student, $"You left {cancelled.Course.Title}", context);

    public ValueTask HandleAsync(CertificateIssued issued, EventContext context, CancellationToken cancellationToken) =>
        SendAsync(issued.Student, $"Your certificate of {issued.Course.Title}", context);

    /// <summary>
    /// A delivery may come again, after a crash or a retry; a student must not get the mail again. The drop knows by the event's id which mails are out.
    /// Throwing has the event tried again and then kept among the dead letters, where a person finds it.
    /// </summary>
    private ValueTask SendAsync(Student student, string subject, EventContext context)
    {
        if (student.Email is { } address && !MailAddress.TryCreate(address, out _))
        {
            throw new InvalidOperationException("The student's mail address is none.");
        }

        drop.Add(context.Metadata, student.Email, subject);
        totals.Handled(context.Metadata);
        return ValueTask.CompletedTask;
    }
}
