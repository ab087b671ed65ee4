import { Box, Typography } from "@mui/material";
import {
  AutocompleteInput,
  Link,
  ReferenceInput,
  required,
  useChoicesContext,
  useCreatePath,
  useTranslate,
} from "react-admin";
import type { Roll } from "../../rolls/roll";

/** The roll of a poll. */
export const RollInput = () => (
  <ReferenceInput source="roll_id" reference="rolls" sort={{ field: "name", order: "ASC" }}>
    <ChooseRoll />
  </ReferenceInput>
);

const ChooseRoll = () => {
  const { total, filterValues } = useChoicesContext<Roll>();
  if (total === 0 && Object.keys(filterValues).length === 0) return <NoRoll />;
  return (
    <AutocompleteInput
      validate={required()}
      filterToQuery={(text: string) => ({ q: text })}
      helperText={false}
    />
  );
};

const NoRoll = () => {
  const translate = useTranslate();
  const createPath = useCreatePath();
  return (
    <Box sx={{ my: 1 }}>
      <Typography component="span">{translate("resources.questions.form.no_roll")} </Typography>
      <Link to={createPath({ resource: "rolls", type: "create" })}>
        {translate("resources.questions.form.create_roll")}
      </Link>
    </Box>
  );
};
