import simpleRestProvider from "ra-data-simple-rest";
import { http } from "./http";

/** The admin API speaks simple-rest's dialect to the letter, so there is nothing to add. */
export const dataProvider = simpleRestProvider("/api/admin", http);
