import DocbuildCore
import Glibc
import Testing

@testable import DocbuildEngine

/// What a build notes for the next one.
struct NextLogTests {
  private let planned: PlannedProject
  /// Sixteen templates, each of which shows a source of its own and one that all share.
  private let documents: [ProjectDocument]
  /// Long after everything was written.
  private let later = 1 << 62

  private static let names = (0..<16).map { "d\(10 + $0)" }

  init() throws {
    var files = ["shared.go": "", "page.md": "", "plain.md": "", "text.src": ""]
    for name in NextLogTests.names {
      for ending in ["src", "md", "go"] { files["\(name).\(ending)"] = "" }
    }
    let planned = try PlannedProject(files)
    self.planned = planned
    documents = NextLogTests.names.map { planned.template("\($0).src") }
  }

  private func work(
    on document: ProjectDocument, from inputs: [String], digest number: Int = 1
  ) -> DocumentWorker.Work {
    var work = DocumentWorker.Work(document, .written, "a reason")
    work.inputs = inputs.map { RootPath($0) }
    work.hash = digest(number)
    return work
  }

  /// The work on the document of that number.
  private func work(_ number: Int, digest: Int = 1) -> DocumentWorker.Work {
    work(
      on: documents[number], from: ["\(NextLogTests.names[number]).go", "shared.go"],
      digest: digest)
  }

  /// What a build makes of a log.
  private func next(
    _ log: BuildLog?, _ done: [DocumentWorker.Work], _ documents: [ProjectDocument]? = nil,
    started: Int? = nil
  ) -> NextLog {
    planned.planner(log).nextLog(
      done, documents: documents ?? self.documents, started: started ?? later, threads: 1)
  }

  /// The log that the next build reads, and whether it was written whole.
  private func stored(
    _ log: BuildLog?, _ done: [DocumentWorker.Work], _ documents: [ProjectDocument]? = nil,
    started: Int? = nil
  ) throws -> (log: BuildLog, isWhole: Bool) {
    let root = planned.project.root.path
    switch next(log, done, documents, started: started) {
    case .whole(let made):
      return (try #require(BuildLog(made.stored(root: root), root: root)), true)
    case .changes(let made, let whole):
      // As it stands in its file, without what changed before.
      let bytes = try #require(planned.folder.bytes("whole"))
      var read = try #require(BuildLog(bytes, root: root))
      #expect(read.take(changes: made.stored(changing: whole)) == .taken)
      return (read, false)
    }
  }

  /// The log of a build of everything, which `stored` then finds changed.
  private func first() throws -> BuildLog {
    let root = planned.project.root.path
    guard case .whole(let made) = next(nil, documents.indices.map { work($0) }) else {
      Issue.record("the first log is whole")
      return BuildLog(settings: planned.settings)
    }
    let bytes = made.stored(root: root)
    try planned.folder.write("whole", bytes)
    return try #require(BuildLog(bytes, root: root))
  }

  private func stale(_ log: BuildLog) -> [Int] {
    let verdicts = planned.planner(log).verdicts(for: documents)
    return verdicts.indices.filter { verdicts[$0].isStale }
  }

  @Test func whatWasBuiltIsUpToDate() throws {
    let log = try first()
    #expect(stale(log).isEmpty)
    // Each file once: the template and its source, and what all share.
    #expect(log.files.count == 33)
    #expect(log.entries.map { log.path($0.path) } == documents.map(\.path))
    #expect(
      planned.planner(log).inputs(of: documents[3]) == ["d13.go", "shared.go"].map { RootPath($0) })
    #expect(planned.planner(log).written(documents[3]) == digest(1))
  }

  // MARK: what is said of a document

  /// What changed within a tick of the clock before the build began may change again and look the same.
  @Test func whatWasNewIsReadAgain() throws {
    let page = planned.inPlace("page.md")
    let done = [
      work(on: documents[0], from: ["shared.go"]), work(on: page, from: ["shared.go"]),
    ]
    for (more, isNew) in [(20_000_000, true), (20_000_001, false)] {
      let newest = ["d10.src", "d10.md", "shared.go", "page.md"].map { planned.stamp($0).changed }
      let started = (isNew ? newest.min() : newest.max()) ?? 0
      let log = try stored(nil, done, [documents[0], page], started: started + more).log
      #expect(log.files.map { $0.stamp == .unknown } == [isNew, isNew, isNew])
      // Nobody but docbuild writes outputs, unless they are documents too.
      #expect(log.entries.map { $0.outputStamp == .unknown } == [false, isNew])
    }
  }

  @Test func whatIsNoDocument() throws {
    var plain = DocumentWorker.Work(planned.inPlace("plain.md"), .noDocument, "")
    var log = try stored(nil, [plain], [planned.inPlace("plain.md")]).log
    #expect(log.entries.map { $0.output.isEmpty } == [true])
    #expect(
      planned.planner(log).verdicts(for: [planned.inPlace("plain.md")])[0].words == "no document")
    // What was said of it is said again by the next build.
    plain.result.diagnostics = [Diagnostic(.noEffect, "x", at: Place(file: "plain.md"))]
    log = try stored(nil, [plain], [planned.inPlace("plain.md")]).log
    #expect(log.entries.isEmpty)
    // A file that is gone again is one that is not there.
    let gone = DocumentWorker.Work(planned.inPlace("gone.md"), .noDocument, "")
    log = try stored(nil, [gone], [planned.inPlace("gone.md")]).log
    #expect(log.files.map(\.stamp) == [.absent])
  }

  @Test func whatFailedKeepsWhatWasWritten() throws {
    var failed = work(2, digest: 9)
    failed.result.outcome = .failed
    let log = try stored(first(), [failed]).log
    #expect(stale(log) == [2])
    #expect(
      planned.planner(log).verdicts(for: documents)[2].words == "it was not woven the last time")
    #expect(planned.planner(log).written(documents[2]) == digest(1))
    #expect(try stored(nil, [failed]).log.entries.isEmpty)
    // Without a digest it did not come so far.
    failed.result.outcome = .written
    failed.hash = nil
    #expect(try stale(stored(first(), [failed]).log) == [2])
  }

  @Test func whatIsMadeEachTime() throws {
    var work = work(2)
    work.isVolatile = true
    let volatile = try stored(first(), [work]).log
    #expect(volatile.entries[2].outputStamp == .volatile)
    work.isUnsettled = true
    #expect(try stored(first(), [work]).log.entries[2].outputStamp == .volatile)
    work.isVolatile = false
    #expect(try stored(first(), [work]).log.entries[2].outputStamp == .unknown)
  }

  @Test func aMissingInputIsOneThatMustBeReadAgain() throws {
    let log = try stored(nil, [work(on: documents[0], from: ["none.go"])], [documents[0]]).log
    #expect(log.files.map(\.stamp) == [planned.stamp("d10.src"), .unknown])
  }

  // MARK: what is kept

  @Test func whatWasNotWovenStaysAsItWas() throws {
    let log = try first()
    // Three are too many to be kept beside the log.
    let made = try stored(log, [work(1, digest: 2), work(4, digest: 2), work(9, digest: 2)])
    #expect(made.isWhole)
    #expect(stale(made.log).isEmpty)
    #expect(made.log.files.count == 33)
    let digests = documents.map { planned.planner(made.log).written($0) }
    #expect(digests == (0..<16).map { digest([1, 4, 9].contains($0) ? 2 : 1) })
    #expect(made.log.entries.map { made.log.path($0.path) } == documents.map(\.path))
  }

  /// A document that was not asked for must still be seen to be stale.
  @Test(arguments: [[0], [0, 5, 9], [15]]) func whatChangedKeepsItsOldStampForOthers(_ done: [Int])
    throws
  {
    let log = try first()
    try planned.folder.write("shared.go", "changed")
    let made = try stored(log, done.map { work($0) })
    #expect(made.isWhole == (done.count > 2))
    #expect(stale(made.log) == (0..<16).filter { !done.contains($0) })
  }

  @Test func otherSettingsKeepWhatWasWritten() throws {
    var other = BuildLog(settings: digest(5))
    for document in documents {
      let place = other.add(document.path, planned.stamp(document.path.text))
      other.add(
        document.path, output: document.output, planned.stamp(document.output.text), digest(3),
        inputs: [place])
    }
    let made = try stored(other, [work(0)])
    #expect(made.isWhole)
    #expect(made.log.settings == planned.settings)
    #expect(stale(made.log) == Array(1..<16))
    #expect(made.log.entries[1].outputStamp == .unknown && made.log.entries[1].inputs.isEmpty)
    #expect(planned.planner(made.log).written(documents[1]) == digest(3))
  }

  @Test func documentsThatAreGoneAreForgottenAndTheirOutputsKept() throws {
    let log = try first()
    planned.folder.remove("d13.src")
    let rest = documents.filter { $0.path != RootPath("d13.src") }
    for (done, isWhole) in [([0], false), ([0, 1, 2], true)] {
      let made = try stored(log, done.map { work($0) }, rest)
      #expect(made.isWhole == isWhole)
      #expect(made.log.entries.count == 16, "the output is an orphan, and still known")
      #expect(made.log.entries.map { made.log.path($0.path) } == documents.map(\.path))
    }
    planned.folder.remove("d13.md")
    let made = try stored(log, [work(0)], rest)
    #expect(made.isWhole)
    #expect(made.log.entries.map { made.log.path($0.path) } == rest.map(\.path))
    // One that is there, and no document any more.
    try planned.folder.write("d14.md", "")
    let fewer = rest.filter { $0.path != RootPath("d14.src") }
    #expect(try stored(log, [work(0)], fewer).log.entries.count == 14)
    // The first and the last.
    for name in ["d10", "d25"] {
      let others = documents.filter { $0.path != RootPath("\(name).src") }
      #expect(try stored(log, [work(1)], others).log.entries.count == 15)
    }
  }

  // MARK: little is kept beside the log

  @Test func littleIsKeptBesideTheLog() throws {
    let log = try first()
    #expect(try !stored(log, []).isWhole)
    #expect(try !stored(log, [work(3)]).isWhole)
    #expect(try !stored(log, [work(3), work(7)]).isWhole)
    #expect(try stored(log, [work(3), work(7), work(8)]).isWhole)
    // A document that the log does not have.
    let more = planned.template("text.src")
    let withMore = try stored(log, [work(on: more, from: [])], documents + [more])
    #expect(withMore.isWhole && withMore.log.entries.count == 17)
  }

  @Test func unchangedInputsStandInTheLogAlready() throws {
    let log = try first()
    guard case .changes(let made, _) = next(log, [work(3, digest: 2)]) else {
      Issue.record("little has changed")
      return
    }
    #expect(made.files.isEmpty)
    try planned.folder.write("d13.go", "changed")
    guard case .changes(let changed, _) = next(log, [work(3, digest: 2)]) else {
      Issue.record("little has changed")
      return
    }
    #expect(changed.files.map { changed.bytes($0.path).text } == ["d13.go"])
  }

  /// Two names of one file have one status.
  @Test func anInputIsKnownByItsNameToo() throws {
    #expect(
      link(planned.folder.path("d13.go"), planned.folder.path("other.go")) == 0)
    let log = try first()
    let made = try stored(log, [work(on: documents[3], from: ["other.go"])])
    #expect(!made.isWhole)
    #expect(planned.planner(made.log).inputs(of: documents[3]) == [RootPath("other.go")])
  }

  /// Each small build writes all that has changed since the log was written, in order, the newest of each.
  @Test(arguments: [(5, 3), (5, 5), (5, 8), (0, 15), (15, 0)])
  func smallBuildsFollowOneAnother(_ one: Int, _ two: Int) throws {
    let log = try first()
    for number in [one, two] { try planned.folder.write("d\(10 + number).go", "changed") }
    let second = try stored(log, [work(one, digest: 2)])
    #expect(!second.isWhole && second.log.changed == [one])
    #expect(stale(second.log) == (one == two ? [] : [two]))
    try planned.folder.write("d\(10 + one).go", "changed again")
    let third = try stored(second.log, [work(two, digest: 3)])
    #expect(!third.isWhole && third.log.changed == Set([one, two]).sorted())
    #expect(stale(third.log) == (one == two ? [] : [one]))
    let digests = documents.map { planned.planner(third.log).written($0) }
    #expect(
      digests == (0..<16).map { digest($0 == two ? 3 : $0 == one ? 2 : 1) })
    // What was since the log was written counts as well.
    let fourth = try stored(third.log, [work(10)])
    #expect(fourth.isWhole == (one != two))
    #expect(fourth.log.entries.count == 16)
    #expect(stale(fourth.log) == (one == two ? [] : [one]))
  }
}
