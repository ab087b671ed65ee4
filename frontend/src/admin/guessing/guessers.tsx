/** Replacements for react-admin's guessers. Their forms keep the input until the server has accepted it. */
import { Typography } from "@mui/material";
import {
  BooleanInput,
  DataTable,
  DateInput,
  FunctionField,
  List,
  NumberInput,
  type RaRecord,
  Show,
  SimpleShowLayout,
  TextInput,
  useGetRecordRepresentation,
  useListContext,
  useRecordContext,
  useResourceContext,
} from "react-admin";
import { usePermission } from "../auth/usePermission";
import { BulkToolbar } from "../bulk/BulkToolbar";
import { useBulkActions } from "../bulk/useBulkActions";
import { ZonedDateTimeInput } from "../dates/ZonedDateTimeInput";
import { EditForm } from "../editing/EditForm";
import { EditScreen } from "../editing/EditScreen";
import { RecordHistory } from "../history/RecordHistory";
import { ScreenTitle } from "../layout/ScreenTitle";
import { SearchInput } from "../layout/SearchInput";
import { fieldsOf, formatValue, guessWording, kindOf } from "./guess";

const search = [<SearchInput key="q" source="q" alwaysOn />];

export const ListGuesser = () => (
  <List filters={usePermission()?.searchable ? search : undefined}>
    <GuessedTable />
  </List>
);

const GuessedTable = () => {
  const { data = [] } = useListContext();
  // DataTable only has checkboxes for those who may delete.
  const isSelectable = useBulkActions().length > 0;
  return (
    <DataTable bulkActionButtons={isSelectable && <BulkToolbar />}>
      {fieldsOf(data).map(([source, value]) =>
        source === "id" ? (
          <DataTable.Col key={source} source={source} />
        ) : (
          <DataTable.Col
            key={source}
            source={source}
            align={kindOf(value) === "number" ? "right" : undefined}
            render={(record) => (
              <Typography component="span" variant="body2">
                {formatValue(record[source])}
              </Typography>
            )}
          />
        ),
      )}
    </DataTable>
  );
};

export const ShowGuesser = () => (
  <Show title={<ScreenTitle text={useRepresentation()} />}>
    <GuessedFields />
    <RecordHistory />
  </Show>
);

const GuessedFields = () => {
  const record = useRecordContext();
  return (
    record && (
      <SimpleShowLayout>
        {fieldsOf([record]).map(([source]) => (
          <FunctionField
            key={source}
            source={source}
            render={(shown) => (source === "id" ? shown.id : formatValue(shown[source]))}
          />
        ))}
      </SimpleShowLayout>
    )
  );
};

export const EditGuesser = () => (
  <EditScreen title={useRepresentation()}>
    <GuessedForm />
  </EditScreen>
);

const GuessedForm = () => {
  const record = useRecordContext();
  return (
    record && (
      <EditForm wording={guessWording(record)}>
        {fieldsOf([record])
          .filter(([source]) => source !== "id" && source !== "version")
          .map(([source, value]) => (
            <GuessedInput key={source} source={source} value={value} />
          ))}
      </EditForm>
    )
  );
};

/** The input for a field. Nested values have none; the form sends them back unchanged. */
const GuessedInput = ({ source, value }: { source: string; value: unknown }) => {
  switch (kindOf(value)) {
    case "boolean":
      return <BooleanInput source={source} helperText={false} />;
    case "number":
      return <NumberInput source={source} helperText={false} />;
    case "instant":
      return <ZonedDateTimeInput source={source} />;
    case "date":
      return <DateInput source={source} helperText={false} />;
    case "text":
      return <TextInput source={source} multiline={isLong(value)} helperText={false} />;
    case "nested":
      return null;
  }
};

const isLong = (value: unknown) => typeof value === "string" && /\n|.{60}/.test(value);

const useRepresentation = () => {
  const representationOf = useGetRecordRepresentation(useResourceContext());
  return (record: RaRecord) => String(representationOf(record));
};
