import { useResourceDefinitions } from "react-admin";

/** How a resource words its fields: the `wording` among the options in its manifest. */
export const useWording = (resource: string) =>
  useResourceDefinitions()[resource]?.options?.wording;
