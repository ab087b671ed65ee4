"""Errors of mail."""

from react_admin import ApiError


class MailNotSetUp(ApiError):
    status = 409
    code = "mail_not_set_up"
    message = "Mail is not set up. Set SMTP_URL, MAIL_FROM and PUBLIC_URL."


class NobodyToMail(ApiError):
    status = 409
    code = "nobody_to_mail"
    message = "Nobody would get this: everyone with an address has been written to, or may no longer vote."


class NoOpenPoll(ApiError):
    status = 409
    code = "no_open_poll"
    message = "No poll of this roll is open, so there is nothing to remind people of."


class MailRefused(ApiError):
    """The mail server did not take a message. The text is the server's."""

    status = 502
    code = "mail_refused"
    message = "The mail server did not take the message."
