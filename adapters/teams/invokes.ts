import type { Log } from "../../src/core/log.ts";
import { shareWord } from "../../src/core/share.ts";
import type { TeamsActivity } from "./activity.ts";
import type { Dialogs } from "./dialogs.ts";
import type { HandedFiles } from "./handed-files.ts";
import { type HeardLine, lineFrom } from "./hear.ts";

/** What Teams is answered with. */
export interface Answered {
  readonly status: number;
  readonly body?: object;
}

/** What Teams asks of the bot, rather than tells it: each is answered at once, in the form that Teams expects of it. */
export function createInvokes(given: {
  dialogs: Dialogs;
  files: Pick<HandedFiles, "answered">;
  take(heard: HeardLine): void;
  log: Log;
}): (activity: TeamsActivity) => Answered | Promise<Answered> {
  const { dialogs, files, take, log } = given;

  function press(activity: TeamsActivity): Answered {
    const heard = lineFrom(activity);
    if (!heard) return ofAction(400, { code: "BadRequest", message: unreadable });
    take(heard);
    return ofAction(200, askedWords(heard.invocation.line));
  }

  return (activity) => {
    const { name = "" } = activity;
    switch (name) {
      case "adaptiveCard/action":
        return press(activity);
      case "task/fetch":
      case "composeExtension/fetchTask":
        return dialogs.open(activity).then(answeredWith);
      case "task/submit":
      case "composeExtension/submitAction":
        return answeredWith(dialogs.submit(activity));
      case "fileConsent/invoke":
        files.answered(activity);
        return { status: 200 };
      default:
        log.info({ name: name.slice(0, 100) }, "Teams asked for what Watchpost does not offer");
        return { status: 501 };
    }
  };
}

/** Said of whatever is asked while the bot stops. Only in the answer's own form do people see the words. */
export function stoppingAnswer({ type, name }: TeamsActivity): Answered {
  if (type !== "invoke") return { status: 503 };
  if (name === "adaptiveCard/action") {
    return ofAction(500, { code: "ServiceUnavailable", message: stoppingWords });
  }
  if (/^task\/|^composeExtension\/(?:fetchTask|submitAction)$/u.test(name ?? "")) {
    return answeredWith({ task: { type: "message", value: stoppingWords } });
  }
  return { status: 503 };
}

const unreadable = "This button is from another version of Watchpost. Say its line instead.";
const stoppingWords = "Watchpost is being restarted. Please try again in a minute.";

const answeredWith = (body: object | undefined): Answered => ({
  status: 200,
  ...(body ? { body } : {}),
});

/** Universal Actions: the request itself went well, and the body says how the action went. */
function ofAction(statusCode: number, value: string | object): Answered {
  const type =
    typeof value === "string"
      ? "application/vnd.microsoft.activity.message"
      : "application/vnd.microsoft.error";
  return { status: 200, body: { statusCode, type, value } };
}

const askedWords = (line: string): string =>
  line.endsWith(` ${shareWord}`)
    ? "Asked. Everyone sees the answer in this conversation."
    : "Asked. The answer appears in this conversation.";
