// biome-ignore lint/style/noRestrictedImports: this is the component to import in its place
import { SearchInput as AdminSearchInput, type SearchInputProps, useTranslate } from "react-admin";

/** react-admin's SearchInput, which does not translate its placeholder. */
export const SearchInput = ({ placeholder = "ra.action.search", ...props }: SearchInputProps) => {
  const translate = useTranslate();
  return <AdminSearchInput {...props} placeholder={translate(placeholder)} />;
};
