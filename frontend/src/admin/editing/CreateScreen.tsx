import { type ReactNode, useEffect, useRef } from "react";
import { Create, type CreateProps, type RaRecord, SimpleForm } from "react-admin";
import { useLocation } from "react-router-dom";
import { FormToolbar } from "../layout/FormToolbar";
import { ScreenTitle } from "../layout/ScreenTitle";
import type { AnotherState } from "./useSaveAnd";

type CreateScreenProps<R extends RaRecord> = Pick<
  CreateProps<R>,
  "transform" | "redirect" | "sx" | "children"
> & {
  title: string;
  defaultValues?: object;
  toolbar?: ReactNode;
};

/** react-admin's Create with a form, which starts again for “Save and add another”. */
export const CreateScreen = <R extends RaRecord>({
  title,
  defaultValues,
  toolbar = <FormToolbar />,
  children,
  ...create
}: CreateScreenProps<R>) => (
  <Create<R> key={useLocation().key} title={<ScreenTitle text={title} />} {...create}>
    <SimpleForm
      defaultValues={defaultValues}
      toolbar={toolbar}
      warnWhenUnsavedChanges
      disableInvalidFormNotification
    >
      <FocusAnother />
      {children}
    </SimpleForm>
  </Create>
);

const FocusAnother = () => {
  const { another }: AnotherState = useLocation().state ?? {};
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (another)
      mark.current?.closest("form")?.querySelector<HTMLElement>("input, textarea")?.focus();
  }, [another]);
  return <span ref={mark} hidden />;
};
