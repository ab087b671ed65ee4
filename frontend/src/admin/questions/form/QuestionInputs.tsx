import { Box, Typography } from "@mui/material";
import {
  BooleanInput,
  FormDataConsumer,
  maxLength,
  required,
  SelectInput,
  TextInput,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { ZonedDateTimeInput } from "../../dates/ZonedDateTimeInput";
import { type Question, RESULTS_VISIBILITY, SECRET_RESULTS } from "../question";
import { ChoicesInput } from "./ChoicesInput";
import { FixedTexts, FixedVoting } from "./FixedFields";
import { FormSection } from "./FormSection";
import { VotingInputs } from "./VotingInputs";

/** The inputs of a poll. From the first ballot on, the fields of `FIXED_BY_VOTES` are read-only. */
export const QuestionInputs = () => {
  const question = useRecordContext<Question>();
  const translate = useTranslate();
  const fixed = question?.ballots ? question : undefined;
  const title = (section: string) => translate(`resources.questions.form.section.${section}`);
  return (
    <Box sx={columns}>
      <FormSection title={title("asked")}>
        {fixed ? <FixedTexts question={fixed} /> : <TextInputs />}
      </FormSection>
      <div>
        <FormSection title={title("when")}>
          <WhenInputs question={question} />
        </FormSection>
        <FormSection title={title("sees")}>
          <SeesInputs />
        </FormSection>
        <FormSection title={title("votes")}>
          {fixed ? <FixedVoting question={fixed} /> : <VotingInputs />}
        </FormSection>
      </div>
    </Box>
  );
};

const TextInputs = () => (
  <>
    <TextInput
      source="question_text"
      validate={[required(), maxLength(200)]}
      multiline
      helperText={false}
    />
    <ChoicesInput />
  </>
);

const WhenInputs = ({ question }: { question: Question | undefined }) => {
  const translate = useTranslate();
  const hint = question ? question.draft && "draft_hint" : "new_hint";
  return (
    <>
      <ZonedDateTimeInput
        source="pub_date"
        validate={question && required()}
        helperText={!question && "resources.questions.help.pub_date_of_new_poll"}
      />
      <ZonedDateTimeInput source="closes_at" helperText="resources.questions.help.closes_at" />
      {hint && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
          {translate(`resources.questions.form.${hint}`)}
        </Typography>
      )}
    </>
  );
};

const SeesInputs = () => (
  <>
    <FormDataConsumer<Question>>
      {({ formData: { voter_check } }) => (
        <SelectInput
          source="results_visibility"
          choices={voter_check === "roll" ? SECRET_RESULTS : RESULTS_VISIBILITY}
          validate={required()}
          helperText={`resources.questions.help.${voter_check === "roll" ? "secret_results" : "results_visibility"}`}
        />
      )}
    </FormDataConsumer>
    <BooleanInput
      source="listed"
      label="resources.questions.listed_switch"
      helperText="resources.questions.help.listed"
    />
  </>
);

const columns = {
  width: "100%",
  display: "grid",
  gridTemplateColumns: { md: "minmax(0, 3fr) minmax(0, 2fr)" },
  columnGap: 6,
};
