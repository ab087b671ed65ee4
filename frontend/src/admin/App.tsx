import { Admin, CustomRoutes, Resource } from "react-admin";
import { Route } from "react-router-dom";
import { AccountPage } from "./account/AccountPage";
import { authProvider } from "./auth/authProvider";
import { SignIn } from "./auth/SignIn";
import { dataProvider } from "./dataProvider";
import { createQueryClient } from "./editing/queryClient";
import changes from "./history";
import { Home } from "./home/Home";
import { i18nProvider } from "./i18nProvider";
import { Layout } from "./layout/Layout";
import questions from "./questions";
import rolls from "./rolls";
import { store } from "./store";
import { darkTheme, lightTheme } from "./theme";
import users from "./users";
import voters from "./voters";

const queryClient = createQueryClient();

export const App = () => (
  <Admin
    title="Polls"
    authProvider={authProvider}
    dataProvider={dataProvider}
    queryClient={queryClient}
    i18nProvider={i18nProvider}
    store={store}
    dashboard={Home}
    layout={Layout}
    loginPage={SignIn}
    lightTheme={lightTheme}
    darkTheme={darkTheme}
    disableTelemetry
    requireAuth
  >
    <Resource name="questions" {...questions} />
    <Resource name="rolls" {...rolls} />
    <Resource name="voters" {...voters} />
    <Resource name="users" {...users} />
    <Resource name="changes" {...changes} />
    <Resource name="sessions" />
    <CustomRoutes>
      <Route path="/account" element={<AccountPage />} />
    </CustomRoutes>
  </Admin>
);
