"""Sentences that forms show at a field."""

REQUIRED = "Required."
MISSING_RECORD = "This record does not exist."
NOT_ALLOWED = "This value is not allowed here."
OUT_OF_RANGE = "This is out of range."
WHOLE_NUMBER = "Enter a whole number."
NUMBER = "Enter a number."
DATE_AND_TIME = "Enter a date and time."
ONE_OF = "Choose one of {expected}."
TOO_LONG = "This is too long: at most {max_length} characters."
UNSTORABLE = "This contains a character that can't be stored."
BODY_NEEDED = "The body must be a JSON object, sent as application/json."

# For a violation that is about no field of the record.
REFUSED = "The database refused a value. Nothing was saved."

# By Pydantic's type of error. Other types keep Pydantic's message.
SENTENCES = {
    "bool_parsing": "Choose yes or no.",
    "bool_type": "Choose yes or no.",
    "datetime_from_date_parsing": DATE_AND_TIME,
    "datetime_parsing": DATE_AND_TIME,
    "enum": ONE_OF,
    "extra_forbidden": "Unknown field.",
    "finite_number": NUMBER,
    "greater_than_equal": "Enter at least {ge}.",
    "int_from_float": WHOLE_NUMBER,
    "int_parsing": WHOLE_NUMBER,
    "int_type": WHOLE_NUMBER,
    "json_invalid": "The body is not valid JSON.",
    "less_than_equal": "Enter at most {le}.",
    "list_type": "Send a list.",
    "missing": REQUIRED,
    "model_attributes_type": "Send a JSON object.",
    "string_pattern_mismatch": UNSTORABLE,
    "string_too_long": TOO_LONG,
    "string_too_short": "This is too short: at least {min_length} characters.",
    "string_type": "Enter a text.",
    "string_unicode": UNSTORABLE,
    "too_long": "These are too many: at most {max_length}.",
    "uuid_parsing": "Enter a UUID.",
    "uuid_type": "Enter a UUID.",
    "uuid_version": "Enter a random UUID (version {expected_version}).",
}
