import { useGetIdentity, useRecordContext } from "react-admin";

/** True if the record is the account of the signed-in user, which the API protects against accidents. */
export const useIsOwnAccount = () => {
  const user = useRecordContext();
  const { identity } = useGetIdentity();
  return user !== undefined && user.id === identity?.id;
};
