"""Sentences that forms show at a field."""

REQUIRED = "Required."
MISSING_RECORD = "This record does not exist."
NOT_ALLOWED = "This value is not allowed here."
OUT_OF_RANGE = "This is out of range."
BODY_NEEDED = "The body must be a JSON object, sent as application/json."

# For a violation that is about no field of the record.
REFUSED = "The database refused a value. Nothing was saved."

# By Pydantic's type of error. Other types keep Pydantic's message.
SENTENCES = {
    "bool_parsing": "Choose yes or no.",
    "bool_type": "Choose yes or no.",
    "datetime_from_date_parsing": "Enter a date and time.",
    "datetime_parsing": "Enter a date and time.",
    "enum": "Choose one of {expected}.",
    "extra_forbidden": "Unknown field.",
    "finite_number": "Enter a number.",
    "greater_than_equal": "Enter at least {ge}.",
    "int_from_float": "Enter a whole number.",
    "int_parsing": "Enter a whole number.",
    "int_type": "Enter a whole number.",
    "json_invalid": "The body is not valid JSON.",
    "less_than_equal": "Enter at most {le}.",
    "list_type": "Send a list.",
    "missing": REQUIRED,
    "model_attributes_type": "Send a JSON object.",
    "string_pattern_mismatch": "This contains a character that can't be stored.",
    "string_too_long": "This is too long: at most {max_length} characters.",
    "string_too_short": "This is too short: at least {min_length} characters.",
    "string_type": "Enter a text.",
    "string_unicode": "This contains a character that can't be stored.",
    "too_long": "These are too many: at most {max_length}.",
    "uuid_parsing": "Enter a UUID.",
    "uuid_type": "Enter a UUID.",
    "uuid_version": "Enter a random UUID (version {expected_version}).",
}
