import { Edit, type EditProps, type RaRecord } from "react-admin";
import { RecordHistory } from "../history/RecordHistory";
import { RecordError } from "../layout/RecordError";
import { ScreenTitle } from "../layout/ScreenTitle";

type EditScreenProps<R extends RaRecord> = Pick<
  EditProps<R>,
  "transform" | "redirect" | "sx" | "children"
> & { title: string | ((record: R) => string) };

/** react-admin's Edit, which keeps the screen and the form when a refetch fails. */
export const EditScreen = <R extends RaRecord>({
  title,
  children,
  ...edit
}: EditScreenProps<R>) => (
  <Edit<R>
    title={<ScreenTitle<R> text={title} />}
    actions={false}
    // Waits for the response, so that the form can show errors at its fields.
    mutationMode="pessimistic"
    queryOptions={STAY_ON_ERROR}
    render={({ record, error }) =>
      record ? (
        <>
          {children}
          <RecordHistory />
        </>
      ) : (
        error && <RecordError error={error} />
      )
    }
    {...edit}
  />
);

// react-admin's default handler redirects to the list.
const STAY_ON_ERROR = { onError: undefined };
