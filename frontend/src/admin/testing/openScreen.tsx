import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import {
  Admin,
  type AdminProps,
  type AuthProvider,
  memoryStore,
  TestMemoryRouter,
} from "react-admin";
import { onTestFinished } from "vitest";
import type { Permission } from "../auth/authProvider";
import { dataProvider } from "../dataProvider";
import { createQueryClient } from "../editing/queryClient";
import { i18nProvider } from "../i18nProvider";
import { lightTheme } from "../theme";

/** Renders a dashboard of these resources at an address, with an empty store. Tests stub `fetch`. */
export const openScreen = (path: string, resources: ReactNode, props: AdminProps = {}) => {
  const queryClient = createQueryClient();
  onTestFinished(() => queryClient.clear());
  const screens = render(
    <TestMemoryRouter initialEntries={[path]}>
      <Admin
        dataProvider={dataProvider}
        queryClient={queryClient}
        i18nProvider={i18nProvider}
        lightTheme={lightTheme}
        store={memoryStore()}
        disableTelemetry
        {...props}
      >
        {resources}
      </Admin>
    </TestMemoryRouter>,
  );
  return { ...screens, queryClient };
};

type Granted = Pick<Permission, "resource" | "actions"> & Partial<Permission>;

/** An account that is signed in and has these permissions. */
export const accountWith = (...granted: Granted[]): AuthProvider => ({
  login: async () => {},
  logout: async () => {},
  checkAuth: async () => {},
  checkError: async () => {},
  getPermissions: async () =>
    granted.map((permission) => ({ bulk: [], sortable: [], ...permission })),
  canAccess: async ({ resource, action }) =>
    granted.some((each) => each.resource === resource && each.actions.includes(action)),
});
