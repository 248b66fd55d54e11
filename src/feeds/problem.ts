/** Why a document cannot be read, in one sentence without its subject: "is not a feed". */
export class FeedProblem extends Error {
  override readonly name = "FeedProblem";
}
