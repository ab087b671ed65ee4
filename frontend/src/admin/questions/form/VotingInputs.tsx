import { FormDataConsumer, NumberInput, RadioButtonGroupInput } from "react-admin";
import { useFormContext } from "react-hook-form";
import { type Question, SECRET_RESULTS, secret, VOTER_CHECK, VOTING } from "../question";
import { QuorumInput } from "./QuorumInput";
import { RollInput } from "./RollInput";

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
    <VotersInputs />
  </>
);

/** The choice of the voters. A poll that gets a roll also gets its defaults: the result after the close, and no place on the list. */
const VotersInputs = () => {
  const { getValues, setValue } = useFormContext<Question>();
  const setDefaults = (check: string) => {
    if (check !== "roll") return;
    const isSecret = SECRET_RESULTS.some(({ id }) => id === getValues("results_visibility"));
    if (!isSecret) setValue("results_visibility", "after_close", { shouldDirty: true });
    if (!getValues("id")) setValue("listed", secret.listed, { shouldDirty: true });
  };
  return (
    <FormDataConsumer<Question>>
      {({ formData: { voter_check } }) => (
        <>
          <RadioButtonGroupInput
            source="voter_check"
            choices={VOTER_CHECK}
            onChange={(event) => setDefaults(event.target.value)}
            helperText={`resources.questions.help.${voter_check === "roll" ? "roll" : "voter_check"}`}
          />
          {voter_check === "roll" && (
            <>
              <RollInput />
              <QuorumInput />
            </>
          )}
        </>
      )}
    </FormDataConsumer>
  );
};
