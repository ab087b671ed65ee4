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
import { timeZone, toInstant } from "../instant";
import { ChoicesInput } from "./ChoicesInput";
import { FixedQuestion } from "./FixedQuestion";
import { type Question, RESULTS_VISIBILITY, VOTER_CHECK, VOTING } from "./question";

/** The form of a poll. From the first ballot on, what people voted on is shown, but can't be changed. */
export const QuestionInputs = () => {
  const question = useRecordContext<Question>();
  return (
    <Box sx={columns}>
      <div>{question?.ballots ? <FixedQuestion question={question} /> : <BallotInputs />}</div>
      <div>
        <DateTimeInput
          source="pub_date"
          parse={toInstant}
          validate={question && required()}
          helperText={`${timeZone} time. ${question ? "" : "Leave it empty to open the poll as soon as it is saved."}`}
        />
        <DateTimeInput
          source="closes_at"
          parse={toInstant}
          helperText="Nobody can vote after this. Leave it empty to keep the poll open."
        />
        <SelectInput
          source="results_visibility"
          choices={RESULTS_VISIBILITY}
          validate={required()}
          helperText="Here in the dashboard you always see it."
        />
        <BooleanInput
          source="listed"
          label="On the list of polls"
          helperText="Otherwise only those who have the link find the poll."
        />
      </div>
    </Box>
  );
};

const BallotInputs = () => (
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
            helperText="How many choices one voter may pick. Leave it empty for no limit."
          />
        )
      }
    </FormDataConsumer>
    <RadioButtonGroupInput
      source="voter_check"
      choices={VOTER_CHECK}
      helperText="Once per browser stops accidents, not cheats: a second browser is a second vote."
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
