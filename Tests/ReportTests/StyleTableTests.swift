import DocbuildCore
import DocbuildReport
import Foundation
import Testing

/// The table of styles, and what holds for all of them.
struct StyleTableTests {
  @Test func namesAreUnique() {
    let names = ReportStyle.all.map(\.name)
    #expect(names == ["full", "line", "github", "gitlab", "json", "sarif", "junit"])
    for style in ReportStyle.all {
      #expect(ReportStyle.named(style.name)?.summary == style.summary)
      #expect(!style.summary.isEmpty)
    }
    #expect(ReportStyle.named("xml") == nil)
  }

  @Test func whoReadsThem() {
    #expect(ReportStyle.all.filter(\.isForPeople).map(\.name) == ["full", "line"])
    #expect(
      ReportStyle.all.filter { $0.audience == .program }.map(\.name)
        == ["gitlab", "json", "sarif", "junit"])
    #expect(ReportStyle.all.filter(\.listsSoundDocuments).map(\.name) == ["junit"])
    #expect(
      ReportStyle.all.filter(\.namesFilesFromTop).map(\.name) == ["github", "gitlab", "sarif"])
  }

  /// What is shown beside the code names files from the repository's top; all else names them as the user would.
  @Test(arguments: ReportStyle.all.map(\.name))
  func namesFromTheTop(_ name: String) throws {
    let style = try #require(ReportStyle.named(name))
    var setting = Samples.setting
    setting.nameInRepository = { "top/\($0)" }
    let report = Report([ReportedDocument(name: "p.src", diagnostics: [Samples.error])])
    let text = style.text(report, setting)
    #expect(text.contains("top/docs/pag") == style.namesFilesFromTop, "\(text)")
  }

  /// Notes stand in files of the same tree.
  @Test(arguments: ReportStyle.all.filter(\.namesFilesFromTop).map(\.name))
  func placesOfNotesFromTheTop(_ name: String) throws {
    let style = try #require(ReportStyle.named(name))
    var setting = Samples.setting
    setting.nameInRepository = { "top/\($0)" }
    let problem = Diagnostic(
      .regionNotFound, "not found", at: Place(file: "a.src"),
      notes: [.init("it is nearest", at: Place(file: "b.go"))])
    let text = style.text(
      Report([ReportedDocument(name: "a.src", diagnostics: [problem])]), setting)
    #expect(text.contains("top/b.go"), "\(text)")
  }

  /// Readers of JUnit's XML know a case by its name.
  @Test func casesOfASuiteHaveNamesOfTheirOwn() {
    let place = Place(file: "a.src")
    let problems = ["one", "two", "three"].map { Diagnostic(.brokenLink, $0, at: place) }
    let tests = [ReportedTest(name: "broken-link at a.src (2)", outcome: .passed)]
    let text = ReportStyle.junit.text(
      Report([ReportedDocument(name: "a.src", diagnostics: problems, tests: tests)]),
      Samples.setting)
    let names = text.split(separator: "\n").filter { $0.contains("<testcase ") }.map {
      $0.components(separatedBy: "\" name=\"")[1].prefix { $0 != "\"" }
    }
    #expect(names.count == 4)
    #expect(Set(names).count == names.count, "\(names)")
  }

  @Test func eachProblemIsReportedOnce() {
    let report = Report([
      ReportedDocument(name: "a", diagnostics: [Samples.error, Samples.error]),
      ReportedDocument(name: "b", diagnostics: [Samples.warning, Samples.error]),
    ])
    #expect(report.documents.map(\.diagnostics.count) == [1, 1])
    #expect(report.problems == [Samples.error, Samples.warning])
    #expect(report.omitted == 0)
  }

  @Test func limitsAreForADocument() {
    #expect(Samples.cut.documents.map(\.diagnostics.count) == [1, 1])
    #expect(Samples.cut.omitted == 3)
    #expect(Report(Samples.documents, limit: 2).omitted == 0)
    #expect(Report(Samples.documents, limit: 1).omitted == 1)
    #expect(Report(Samples.documents, limit: 0).problems.count == 4)
  }
}
