import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Warnings are repeated just as they were.
struct KeptRemarksTests {
  private let origin = Bytes("../project")

  private func warning(_ message: String) -> Diagnostic {
    let place = Place(
      name: "a.src", line: 2, column: 5, length: 2, utf16Columns: 5..<6, codePointColumns: 5..<7,
      excerpt: Bytes("two é three"), cut: 3)
    var made = Diagnostic(
      .noEffect, message, at: place,
      notes: [.init("with a place", at: Place(file: "x.go")), .init("without")],
      fixIt: "é")
    made.severity = .warning
    return made
  }

  private func sample() -> KeptRemarks {
    var remarks = KeptRemarks()
    var plain = Diagnostic(.noEffect, "plain", at: Place(file: "b.md"))
    plain.severity = .warning
    // An edit elsewhere than at the problem.
    plain.fixIt = TextEdit(file: "c.md", lines: 3..<5, text: Bytes("new\n"))
    remarks.keep([warning("first"), warning("second")], of: RootPath("a.src"), origin: origin)
    remarks.keep([plain], of: RootPath("b.md"), origin: [])
    return remarks
  }

  @Test func whatIsStoredIsRead() throws {
    let remarks = sample()
    let read = try #require(KeptRemarks(remarks.stored))
    for name in ["a.src", "b.md"] {
      #expect(read.diagnostics(of: RootPath(name)) == remarks.diagnostics(of: RootPath(name)))
    }
    #expect(read.diagnostics(of: RootPath("a.src")) == [warning("first"), warning("second")])
    #expect(read.diagnostics(of: RootPath("c.md")).isEmpty)
    #expect(!read.areForeign(of: RootPath("a.src"), to: origin))
    #expect(read.stored == remarks.stored)
    #expect(try #require(KeptRemarks(KeptRemarks().stored)).isEmpty)
  }

  @Test func namesHoldWhereTheyWereMade() {
    let remarks = sample()
    #expect(!remarks.areForeign(of: RootPath("a.src"), to: origin))
    #expect(remarks.areForeign(of: RootPath("a.src"), to: []))
    #expect(remarks.areForeign(of: RootPath("b.md"), to: origin))
    #expect(!remarks.areForeign(of: RootPath("c.md"), to: origin))
  }

  @Test func whatHoldsReplacesWhatHeld() {
    var remarks = sample()
    remarks.keep([warning("third")], of: RootPath("a.src"), origin: [])
    #expect(remarks.diagnostics(of: RootPath("a.src")) == [warning("third")])
    #expect(!remarks.areForeign(of: RootPath("a.src"), to: []))
    remarks.keep([], of: RootPath("a.src"), origin: [])
    #expect(remarks.diagnostics(of: RootPath("a.src")).isEmpty)
    #expect(!remarks.areForeign(of: RootPath("a.src"), to: origin))
    #expect(!remarks.isEmpty)
    remarks.keepOnly { $0 != RootPath("b.md") }
    #expect(remarks.isEmpty)
  }

  @Test func damageIsSeen() {
    let bytes = sample().stored
    for damaged in bytes.truncations + bytes.flips + [bytes + [0], bytes.withMore] {
      #expect(KeptRemarks(damaged) == nil)
    }
    #expect(KeptRemarks(bytes.ofVersion("3")) != nil)
    for version in ["2", "4"] as [Character] {
      #expect(KeptRemarks(bytes.ofVersion(version)) == nil)
    }
  }

  @Test func forgedRemarksDoNoHarm() {
    let bytes = sample().stored
    for forged in (bytes.flips + bytes.truncations).map(\.resealed) {
      guard let remarks = KeptRemarks(forged) else { continue }
      #expect(KeptRemarks(remarks.stored)?.stored == remarks.stored)
    }
  }

  /// Whoever shows a place adds such numbers.
  @Test(arguments: [-1, 1 << 31, .max, .min]) func placesThatNoFileHasAreRefused(_ number: Int) {
    let plain = Place(
      name: "a", line: 1, column: 1, length: 1, utf16Columns: 1..<2, codePointColumns: 1..<2,
      excerpt: [], cut: 0)
    func isRead(_ place: Place, _ edit: TextEdit? = nil) -> Bool {
      var problem = Diagnostic(.noEffect, "x", at: place)
      problem.fixIt = edit
      var remarks = KeptRemarks()
      remarks.keep([problem], of: RootPath("a"), origin: [])
      return KeptRemarks(remarks.stored) != nil
    }
    #expect(isRead(plain))
    for field in 0..<5 {
      let place = Place(
        name: "a", line: field == 0 ? number : 1, column: field == 1 ? number : 1,
        length: field == 2 ? number : 1,
        utf16Columns: field == 3 ? min(1, number)..<max(1, number) : 1..<2,
        codePointColumns: 1..<2, excerpt: [], cut: field == 4 ? number : 0)
      #expect(!isRead(place), "\(field)")
    }
    let (low, high) = (min(1, number), max(1, number))
    let edit = TextEdit(
      file: "a", range: TextPosition(line: low, column: 1)..<TextPosition(line: high, column: 1),
      text: [])
    #expect(!isRead(plain, edit))
  }

  @Test(arguments: [-1, 1, 1 << 40, .max]) func hugeCountsAreRefused(_ count: Int) {
    var documents = StateWriter(.remarks)
    documents.number(count)
    #expect(KeptRemarks(documents.sealed()) == nil)
    var warnings = StateWriter(.remarks)
    warnings.number(1)
    warnings.string(Bytes("a.src"))
    warnings.string([])
    warnings.number(count)
    #expect(KeptRemarks(warnings.sealed()) == nil)
  }
}
