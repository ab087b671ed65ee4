import type { ComponentChildren } from "preact";
import { Heading } from "../layout/Heading";

/** A torn-off piece of paper above the ballot or the result, with a message to the voter. */
export function NoticeSlip({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section className="slip">
      <div className="body">
        <Heading level="h2">{title}</Heading>
        {children}
      </div>
    </section>
  );
}
