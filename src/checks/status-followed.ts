import { defineCheck } from "../core/check.ts";

export const statusFollowed = defineCheck({
  id: "status-followed",
  title: "A conversation is told of Auth0's incidents",
  severity: "must",
  reads: ["followed"],
  evaluate({ followed }) {
    const told = followed.some(
      ({ source, only }) => source === "status" && (only === undefined || only === "incident"),
    );
    if (told) return [];
    return [
      {
        subject: "Auth0's status",
        problem: "is followed by no conversation that gets its posts and asks for incidents",
        fix: 'Say "subscribe status" where whoever is on call reads it.',
      },
    ];
  },
});
