import Foundation
import Testing

/// `docbuild accept` runs what it would change a second time: what differs from run to run is never an expectation.
struct AcceptTwiceTests {
  /// What is another each time, however it is written.
  @Test(arguments: [
    "mktemp", "echo $RANDOM$RANDOM", "date +%s", "date +%T", "pwd | tr / :",
    "pwd | sed 's,/,%2F,g'",
    "pwd | base64", "echo ${PWD#/tmp/}", "od -An -N8 -tx8 /dev/urandom",
  ])
  func whatDiffersIsNoExpectation(_ command: String) throws {
    let text =
      "<!-- test() -->\n```console\n$ echo old\nnew\n$ \(command)\nx\n$ echo a\nb\n```\n"
    let folder = Folder(["a.md": text, "o.md": "<!-- output(\"\(command)\") -->\n```text\n```\n"])
    try folder.commit()
    let outcome = try docbuild("accept", ".", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["not-accepted", "not-accepted"], "\(outcome.messages)")
    #expect(outcome.messages.contains("prints something else each time"), "\(outcome.messages)")
    // The others are accepted all the same.
    #expect(
      folder.text("a.md") == text.replacing("new", with: "old").replacing("\nb\n", with: "\na\n"))
    #expect(folder.text("o.md").hasSuffix("```text\n```\n"))
  }

  /// The cure works, and what was hidden before still is.
  @Test func curesOfWhatDiffers() throws {
    let folder = Folder([
      "a.md": "<!-- test(vary=/[0-9]+/) -->\n```console\n$ echo n $RANDOM\nm 1\n```\n",
      "b.md": "```console\n$ pwd; echo $RANDOM\nx\n\\d+ (re)\n```\n",
      "o.md": "<!-- output(\"echo $RANDOM\" vary=/[0-9]+/) -->\n```text\n```\n",
    ])
    try docbuild("accept", ".", in: folder).expect(0)
    #expect(folder.text("b.md").contains("\\d+ (re)"))
    try docbuild("test", ".", in: folder).expect(0)
  }

  /// A status that is another each time.
  @Test func statusesThatDiffer() throws {
    let folder = Folder([
      "a.md": "```console\n$ (exit $((1 + $(date +%s) % 100)))\n[200]\n```\n"
    ])
    try folder.commit()
    let outcome = try docbuild("accept", ".", "--status", in: folder)
    outcome.expect(1)
    #expect(outcome.messages.contains("when it was run a second time"), "\(outcome.messages)")
  }

  /// What an interpreter says that could not begin, behind a pipe or a status that nobody looks at.
  @Test(arguments: [
    "(python3 -m nosuchmodule; true) 2>&1", "python3 nosuch.py 2>&1 | cat", "env nosuch 2>&1 | cat",
    "perl nosuch.pl 2>&1 | cat",
  ])
  func interpretersThatDoNotBegin(_ command: String) throws {
    let folder = Folder(["a.md": "```console\n$ \(command)\nx\n```\n"])
    try folder.commit()
    let outcome = try docbuild("accept", ".", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.messages.contains("ended with status 0, but prints"), "\(outcome.messages)")
    try docbuild("accept", ".", "--status", in: folder).expect(0)
  }
}
