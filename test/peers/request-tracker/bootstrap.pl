#!/usr/bin/perl
# What an administrator sets up in Request Tracker for Rollcall, and the accounts of the tests; prints their tokens as JSON.
use strict;
use warnings;
use utf8;
use lib '/usr/share/request-tracker5/lib', '/usr/local/share/request-tracker5/lib';
use JSON ();
use RT -init;

my $system = RT->SystemUser;

sub must {
    my ($id, $why) = @_;
    die "bootstrap: $why\n" unless $id;
    return $id;
}

my $queue = RT::Queue->new($system);
must $queue->Create(Name => 'Stale Devices');
# Another one, in which nothing is Rollcall's.
my $other = RT::Queue->new($system);
must $other->Create(Name => 'General Desk');

for my $name ('Rollcall Key', 'Rollcall Question', 'Rollcall Decision') {
    my $choice = $name eq 'Rollcall Decision';
    my $field = RT::CustomField->new($system);
    must $field->Create(
        Name       => $name,
        Type       => $choice ? 'SelectSingle' : 'FreeformSingle',
        LookupType => 'RT::Queue-RT::Ticket',
        Queue      => $queue->id,
    );
    next unless $choice;
    my $order = 0;
    $field->AddValue(Name => $_, SortOrder => $order++) for qw(approve keep hold);
}

my @see  = qw(SeeQueue ShowTicket ShowTicketComments SeeCustomField);
my @work = qw(CommentOnTicket ReplyToTicket ModifyTicket ModifyCustomField);

sub account {
    my ($name, @rights) = @_;
    my $user = RT::User->new($system);
    must $user->Create(Name => $name, EmailAddress => "$name\@desk.example", Privileged => 1);
    must $user->PrincipalObj->GrantRight(Right => $_, Object => $queue) for @rights;
    must $user->PrincipalObj->GrantRight(Right => $_, Object => RT->System) for qw(ManageAuthTokens ModifySelf);
    my $current = RT::CurrentUser->new;
    $current->Load($user->id);
    my $token = RT::AuthToken->new($current);
    my ($id, $why, $text) = $token->Create(Owner => $user->id, Description => 'tests');
    must $id, $why;
    return $text;
}

print JSON->new->canonical->encode({
    service  => account('svc-rollcall', @see, @work, qw(CreateTicket SetInitialCustomField)),
    jane     => account('jane', @see, @work),
    tom      => account('tom', @see, @work),
    # May look at the queue and at nothing in it.
    blind    => account('blind', qw(SeeQueue CreateTicket)),
    # May see and not change.
    reader   => account('reader', @see, 'CreateTicket'),
});
