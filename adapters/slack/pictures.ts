import { createHash } from "node:crypto";
import { MINUTE, SECOND } from "../../src/core/clock.ts";
import type { Chart, Message } from "../../src/core/message.ts";
import type { PlatformContext } from "../../src/core/platform.ts";
import { within } from "../../src/core/within.ts";
import { createPictureBrake } from "./picture-brake.ts";
import { createPictureFiles, type PictureFile } from "./picture-files.ts";
import type { PictureFiles } from "./render-picture.ts";
import { type Uploading, uploadPicture } from "./upload.ts";

/** The charts of messages as pictures in Slack. Without one, a chart is drawn with characters. No method rejects. */
export interface Pictures {
  /** For a message that is posted: made where there is none yet, and those that come within seconds. */
  forPost(message: Message): Promise<PictureFiles>;
  /**
   * For an edit: those that a post has shown. Of others Slack says "file not found" to everybody but the bot
   * (slackapi/java-slack-sdk#1441).
   */
  forEdit(message: Message): Promise<PictureFiles>;
  /** A post has shown them. */
  shown(files: PictureFiles): Promise<void>;
  /** One of them is so new that Slack may not have looked into it: it is to be tried once more after a second. */
  areNew(files: PictureFiles): Promise<boolean>;
  /** Slack does not take them: they are made anew, some time later. */
  refused(files: PictureFiles): Promise<void>;
  /** Resolves once no upload is under way. */
  settled(): Promise<void>;
}

/** Nobody waits longer for a picture. One that comes later is there for the next message. */
const patienceMs = 4 * SECOND;
const newMs = 2 * MINUTE;

export function createPictures(
  given: Uploading & Pick<PlatformContext, "records" | "drawChart" | "clock" | "log">,
): Pictures {
  const { drawChart, clock } = given;
  const files = createPictureFiles(given);
  const brake = createPictureBrake(given);
  const underWay = new Map<string, Promise<PictureFile | undefined>>();
  const now = () => clock.now().getTime();

  async function make(chart: Chart, key: string): Promise<PictureFile | undefined> {
    try {
      const file = await uploadPicture(await drawChart(chart), chart.title, given);
      brake.release();
      return await files.keep(key, file, now());
    } catch (error) {
      brake.pull(error);
      return undefined;
    } finally {
      underWay.delete(key);
    }
  }

  /** Whoever wants the same picture at once waits for the same upload. */
  async function fileOf(chart: Chart): Promise<PictureFile | undefined> {
    const key = keyOf(chart);
    const known = (await files.find(key)) ?? underWay.get(key);
    if (known || brake.isOn()) return known;
    const making = make(chart, key);
    underWay.set(key, making);
    return making;
  }

  async function shownFileOf(chart: Chart): Promise<PictureFile | undefined> {
    const file = await files.find(keyOf(chart));
    return file?.shown ? file : undefined;
  }

  async function collect(message: Message, find: typeof fileOf): Promise<PictureFiles> {
    const found = new Map<Chart, string>();
    const look = async (chart: Chart) => {
      const file = await within(find(chart), { clock, ms: patienceMs });
      if (file) found.set(chart, file.file);
    };
    await Promise.all(message.blocks.filter((block) => block.kind === "chart").map(look));
    return found;
  }

  const keysOf = (some: PictureFiles) => [...some.keys()].map(keyOf);

  return {
    forPost: (message) => collect(message, fileOf),
    forEdit: (message) => collect(message, shownFileOf),
    shown: async (some) => void (await Promise.all(keysOf(some).map(files.shown))),
    async areNew(some) {
      const found = await Promise.all(keysOf(some).map(files.find));
      return found.some((file) => file !== undefined && now() - file.at < newMs);
    },
    async refused(some) {
      brake.pull(new Error("Slack took a message without its pictures only"));
      await Promise.all(keysOf(some).map(files.forget));
    },
    settled: async () => void (await Promise.all(underWay.values())),
  };
}

/** What is seen in the picture, and nothing else; the number is of the way it is drawn. */
function keyOf({ shape, unit, points }: Chart): string {
  return createHash("sha256")
    .update(JSON.stringify([1, shape, unit, points]))
    .digest("hex");
}
