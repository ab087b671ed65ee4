import { Edit, type EditProps, type RaRecord } from "react-admin";
import { Missing } from "../layout/Missing";
import { ScreenTitle } from "../layout/ScreenTitle";

type EditScreenProps<R extends RaRecord> = Pick<
  EditProps<R>,
  "transform" | "redirect" | "sx" | "children"
> & { title: string | ((record: R) => string) };

/** react-admin's Edit, which neither leaves the screen nor drops the form when reading again fails. */
export const EditScreen = <R extends RaRecord>({
  title,
  children,
  ...edit
}: EditScreenProps<R>) => (
  <Edit<R>
    title={<ScreenTitle<R> text={title} />}
    actions={false}
    // A refusal comes back to the form, to be shown at its fields.
    mutationMode="pessimistic"
    queryOptions={STAY}
    render={({ record, error }) => (record ? children : error && <Missing error={error} />)}
    {...edit}
  />
);

// The stock handler leaves the page.
const STAY = { onError: undefined };
