/** Why a document cannot be read, in one sentence without its subject: "is not a feed". */
export class FeedProblem extends Error {
  override readonly name = "FeedProblem";
}

/** It is a page for people; perhaps it names its feed. */
export class WebPage extends FeedProblem {
  constructor() {
    super("is a web page, not a feed");
  }
}
