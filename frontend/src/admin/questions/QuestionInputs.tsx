import { Box } from "@mui/material";
import {
  BooleanInput,
  DateTimeInput,
  FormDataConsumer,
  maxLength,
  NumberInput,
  RadioButtonGroupInput,
  required,
  SelectInput,
  TextInput,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { timeZone, toInstant } from "../dateTime";
import { ChoicesInput } from "./ChoicesInput";
import { FixedFields } from "./FixedFields";
import { type Question, RESULTS_VISIBILITY, VOTER_CHECK, VOTING } from "./question";

/** The inputs of a poll. From the first ballot on, the fields of `FIXED_BY_VOTES` are read-only. */
export const QuestionInputs = () => {
  const question = useRecordContext<Question>();
  const translate = useTranslate();
  return (
    <Box sx={columns}>
      <div>{question?.ballots ? <FixedFields question={question} /> : <BallotPaperInputs />}</div>
      <div>
        <DateTimeInput
          source="pub_date"
          parse={toInstant}
          validate={question && required()}
          helperText={translate(
            `resources.questions.help.${question ? "pub_date" : "pub_date_of_new_poll"}`,
            { zone: timeZone },
          )}
        />
        <DateTimeInput
          source="closes_at"
          parse={toInstant}
          helperText="resources.questions.help.closes_at"
        />
        <SelectInput
          source="results_visibility"
          choices={RESULTS_VISIBILITY}
          validate={required()}
          helperText="resources.questions.help.results_visibility"
        />
        <BooleanInput
          source="listed"
          label="resources.questions.listed_switch"
          helperText="resources.questions.help.listed"
        />
      </div>
    </Box>
  );
};

/** The inputs for the fields of `FIXED_BY_VOTES`. */
const BallotPaperInputs = () => (
  <>
    <TextInput
      source="question_text"
      validate={[required(), maxLength(200)]}
      multiline
      helperText={false}
    />
    <ChoicesInput />
    <RadioButtonGroupInput source="voting" choices={VOTING} helperText={false} />
    <FormDataConsumer<Question>>
      {({ formData }) =>
        formData.voting === "multiple" && (
          <NumberInput
            source="max_choices"
            min={1}
            helperText="resources.questions.help.max_choices"
          />
        )
      }
    </FormDataConsumer>
    <RadioButtonGroupInput
      source="voter_check"
      choices={VOTER_CHECK}
      helperText="resources.questions.help.voter_check"
    />
  </>
);

const columns = {
  width: "100%",
  display: "grid",
  gridTemplateColumns: { md: "minmax(0, 3fr) minmax(0, 2fr)" },
  columnGap: 6,
  rowGap: 2,
};
