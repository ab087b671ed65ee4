import { FormDataConsumer, NumberInput, RadioButtonGroupInput } from "react-admin";
import { type Question, VOTER_CHECK, VOTING } from "../question";

/** How each voter votes. */
export const VotingInputs = () => (
  <>
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
