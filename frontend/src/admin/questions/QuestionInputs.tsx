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
} from "react-admin";
import { toInstant } from "../dateTime";
import { ChoicesInput } from "./ChoicesInput";
import { FixedFields } from "./FixedFields";
import { helperTexts, texts } from "./messages";
import { type Question, RESULTS_VISIBILITY, VOTER_CHECK, VOTING } from "./question";

/** The inputs of a poll. From the first ballot on, the fields of `FIXED_BY_VOTES` are read-only. */
export const QuestionInputs = () => {
  const question = useRecordContext<Question>();
  return (
    <Box sx={columns}>
      <div>{question?.ballots ? <FixedFields question={question} /> : <BallotPaperInputs />}</div>
      <div>
        <DateTimeInput
          source="pub_date"
          parse={toInstant}
          validate={question && required()}
          helperText={question ? helperTexts.pub_date : helperTexts.pub_date_of_new_poll}
        />
        <DateTimeInput source="closes_at" parse={toInstant} helperText={helperTexts.closes_at} />
        <SelectInput
          source="results_visibility"
          choices={RESULTS_VISIBILITY}
          validate={required()}
          helperText={helperTexts.results_visibility}
        />
        <BooleanInput source="listed" label={texts.listedSwitch} helperText={helperTexts.listed} />
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
          <NumberInput source="max_choices" min={1} helperText={helperTexts.max_choices} />
        )
      }
    </FormDataConsumer>
    <RadioButtonGroupInput
      source="voter_check"
      choices={VOTER_CHECK}
      helperText={helperTexts.voter_check}
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
