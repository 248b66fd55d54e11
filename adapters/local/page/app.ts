import type { About, Entry } from "../entry.ts";
import { addressOf, createChannels, sayChannel } from "./channels.ts";
import { openComposer } from "./composer.ts";
import { make, part } from "./dom.ts";
import { askAbout, keepLive, Refused } from "./live.ts";
import { createMemory } from "./memory.ts";
import { openPeople } from "./people.ts";
import { createScroller } from "./scroller.ts";
import { createSpeaker } from "./speaker.ts";
import { showConnection } from "./status-line.ts";
import { createTimeline, newestOf, type Timeline } from "./timeline.ts";
import { keepAges } from "./times.ts";
import { createWaiting } from "./waiting.ts";

const asked = new URLSearchParams(location.search);

/** Everything on the page, wired together. */
function open(about: About): void {
  const person = asked.get("as") ?? about.person;
  let current = asked.get("in") ?? about.conversation;
  const memory = createMemory();
  const list = part("entries", HTMLOListElement);
  const waiting = createWaiting(document, part("waiting", HTMLOListElement));
  const scroller = createScroller();
  const channels = createChannels(turnTo);
  const speaker = createSpeaker({ person, waiting, current: () => current });
  let timeline: Timeline;

  function turnTo(conversation: string, isMove = true): void {
    current = conversation;
    if (isMove) history.pushState(null, "", addressOf(conversation));
    channels.turnTo(conversation);
    waiting.turnTo(conversation);
    part("place", HTMLElement).textContent = sayChannel(conversation);
    document.title = `${sayChannel(conversation)} – ${about.title}`;
    drawAll(false);
    scroller.toEnd();
  }

  function drawAll(whole: boolean): undefined {
    const entries = memory.of(current);
    const { shown, earlier } = newestOf(entries);
    list.replaceChildren();
    timeline = createTimeline(document, list, speaker.act);
    for (const entry of whole ? entries : shown) timeline.show(entry, false);
    part("empty", HTMLElement).hidden = entries.length > 0;
    offerEarlier(whole ? 0 : earlier, () => drawAll(true));
  }

  function take(entry: Entry, isNews: boolean): void {
    const isLate = memory.keep(entry);
    channels.add(entry.conversation, isNews ? 1 : 0);
    waiting.answered(entry.inAnswerTo ?? "");
    // What was there already is drawn at once, when all of it has come.
    if (entry.version < about.newest) return;
    if (isNews) announce(entry, current);
    else scroller.around(() => drawAll(false));
    if (!isNews || entry.conversation !== current) return;
    part("empty", HTMLElement).hidden = true;
    scroller.around(() => (isLate ? drawAll(false) : timeline.show(entry, true)));
  }

  dress(about, person);
  part("who", HTMLButtonElement).addEventListener("click", () => openPeople(person, current));
  for (const name of about.conversations) channels.add(name, 0);
  openComposer(about.commands, async (line) => {
    scroller.toEnd();
    await speaker.say(line);
  });
  window.addEventListener("popstate", () => {
    turnTo(new URLSearchParams(location.search).get("in") ?? about.conversation, false);
  });
  turnTo(current, false);
  keepAges(document);
  const onCleared = () => location.reload();
  keepLive({ as: person, onEntry: take, onConnection: showConnection, onCleared }, about);
}

function offerEarlier(count: number, show: () => void): void {
  const more = part("earlier", HTMLButtonElement);
  more.hidden = count === 0;
  more.textContent = `Show ${count} earlier messages`;
  more.onclick = show;
}

function dress({ title, notice }: About, person: string): void {
  part("title", HTMLElement).textContent = title;
  part("who", HTMLButtonElement).replaceChildren(
    make(document, "span", { class: "you" }, "You are "),
    make(document, "strong", {}, person),
  );
  const banner = part("notice", HTMLElement);
  banner.hidden = notice === null;
  banner.textContent = notice ?? "";
}

/** Read out by screen readers, however far away the message is on the page. */
function announce({ message, editedAt, conversation, pending }: Entry, current: string): void {
  if (pending) return;
  const where = conversation === current ? "" : ` in ${sayChannel(conversation)}`;
  const how = editedAt === null ? "New" : "Changed";
  part("announcer", HTMLElement).textContent = `${how}${where}: ${message.summary}`;
}

const pageOpened = new Date();

async function begin(): Promise<void> {
  const about = await askAbout(asked.get("as")).catch((error: unknown) => {
    showConnection({ kind: "lost", since: pageOpened });
    part("problem", HTMLElement).textContent = error instanceof Refused ? error.message : "";
    setTimeout(begin, 3000);
  });
  if (!about) return;
  part("problem", HTMLElement).textContent = "";
  open(about);
}

void begin();
