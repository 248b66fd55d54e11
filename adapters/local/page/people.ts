import { part } from "./dom.ts";

/** The dialog in which someone says who speaks, and where. Both stand in the page's address. */
export function openPeople(person: string, conversation: string): void {
  const dialog = part("people", HTMLDialogElement);
  const form = part("people-form", HTMLFormElement);
  part("people-as", HTMLInputElement).value = person;
  part("people-in", HTMLInputElement).value = conversation;
  form.onsubmit = (event) => {
    event.preventDefault();
    const to = new URL(location.href);
    for (const [name, value] of new FormData(form)) to.searchParams.set(name, String(value));
    location.assign(to);
  };
  part("people-cancel", HTMLButtonElement).onclick = () => dialog.close();
  dialog.showModal();
}
