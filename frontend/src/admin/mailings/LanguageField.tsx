import { MenuItem, TextField } from "@mui/material";
import { useTranslate } from "react-admin";
import { LANGUAGE_TAGS, LANGUAGES, type Language } from "../../shared/languages";

interface LanguageFieldProps {
  value: Language;
  onChange: (language: Language) => void;
}

/** Chooses the language of what voters get. Each language has its own name. */
export const LanguageField = ({ value, onChange }: LanguageFieldProps) => (
  <TextField
    select
    label={useTranslate()("resources.mailings.fields.language")}
    value={value}
    onChange={(event) => onChange(event.target.value as Language)}
    sx={{ width: "14rem", maxWidth: "100%" }}
  >
    {LANGUAGE_TAGS.map((language) => (
      <MenuItem key={language} value={language} lang={language}>
        {LANGUAGES[language]}
      </MenuItem>
    ))}
  </TextField>
);
