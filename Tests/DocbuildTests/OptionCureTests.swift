import Testing

@testable import DocbuildCore

/// What other tools call an option has a cure here, and the cure works when it is carried out.
struct OptionCureTests {
  /// Carries out the cures of `directive` until nothing is wrong; nil when there is a problem without one.
  private func cured(_ directive: String) -> String? {
    var text = Bytes("<!-- \(directive) -->".utf8)
    for _ in 0..<10 {
      let source = Source(name: "t", bytes: text)
      guard let problem = Template.parse(source, kind: .template).diagnostics.first else {
        return text.text
      }
      guard let fixIt = problem.fixIt, let mended = TextEdit.applying([fixIt], to: source) else {
        return nil
      }
      text = mended
    }
    return nil
  }

  @Test func everyAliasHasACureThatWorks() {
    for alias in OptionAlias.all {
      for name in alias.names {
        let values = alias.sample.map { ["=\(Bytes($0.utf8).asValue)"] } ?? ["", "=true", "=false"]
        for value in values {
          for form in ["include(a.go \(name)\(value))", "embed(a.go \(name)\(value) )"] {
            let found = cured(form)
            #expect(found != nil, "\(form)")
            #expect(
              found?.contains("\(name)\(value)") == false || found?.contains("info=") == true,
              "\(form): \(found ?? "")")
          }
        }
      }
    }
  }

  @Test func noAliasIsAnOption() {
    let names = OptionAlias.all.flatMap(\.names)
    #expect(Set(names).count == names.count)
    for rule in OptionRule.all { #expect(OptionAlias.named(rule.key) == nil, "\(rule.key)") }
  }

  @Test(arguments: [
    ("include(a.go start=3 end=5)", "include(a.go lines=3..5 )"),
    ("include(a.go startLine=3)", "include(a.go lines=3..)"),
    ("include(a.go end_line=5)", "include(a.go lines=..5)"),
    ("include(a.go lines=1-3,7)", "include(a.go lines=1..3,7)"),
    ("include(a.go lines=\"1 - 3\")", "include(a.go lines=1..3)"),
    ("include(a.go lines=3-)", "include(a.go lines=3..)"),
    ("include(a.go lines=L1-L3)", "include(a.go lines=1..3)"),
    ("include(a.go lines=5..3)", "include(a.go lines=3..5)"),
    ("include(a.go lines=[1,3])", "include(a.go lines=1,3)"),
    ("include(a.go anchor=\"a b\")", "include(a.go region=\"a b\")"),
    ("include(a.go from=main(x) to=/a/)", "include(a.go from=/main\\(x\\)/ to=/a/)"),
    ("include(a.go from=a/b)", "include(a.go from=/a\\/b/)"),
    ("include(a.go omit=/inner/,/x/)", "include(a.go omit=/inner|x/)"),
    ("include(a.go omit=/a b/,/c\\/d/,/e/ fence)", "include(a.go omit=/a b|c\\/d|e/ fence)"),
    ("include(a.go from=/a/,/b/)", "include(a.go from=/a/ to=/b/)"),
    ("include(a.go after=/a/,/b/)", "include(a.go after=/a/ before=/b/)"),
    ("include(a.go from=/a/to=/b/)", "include(a.go from=/a/ to=/b/)"),
    ("include(a.go region='a b' fence)", "include(a.go region=\"a b\" fence)"),
    ("include(a.go from='a b')", "include(a.go from=/a b/)"),
    ("include(a.go trim=yes)", "include(a.go )"),
    ("include(a.go trim=off)", "include(a.go trim=no)"),
    ("include(a.go marks=none)", "include(a.go )"),
    ("include(a.go marks=yes)", "include(a.go marks=keep)"),
    ("include(a.src weave=false)", "include(a.src )"),
    ("include(a.src weave=true)", "include(a.src weave)"),
    ("include(a.go from=/hello/i)", "include(a.go from=/(?i)hello/)"),
    ("include(a.go from=/hello/gi to=/x/)", "include(a.go from=/(?i)hello/ to=/x/)"),
    ("include(a.go from=/a[/]b/)", "include(a.go from=/a[\\/]b/)"),
    ("include(a.go from=/usr/bin/env/)", "include(a.go from=/usr\\/bin\\/env/)"),
    ("include(a.go from=/a[/]b/i fence)", "include(a.go from=/(?i)a[\\/]b/ fence)"),
    ("embed(a.go title=\"a b\")", "embed(a.go info=\"go title='a b'\")"),
    (
      "embed(a.go title=x hl_lines=1-3 linenos)",
      "embed(a.go info=\"go title=x hl_lines=1-3 linenos\"  )"
    ),
    ("include(a.go fence=c title=x)", "include(a.go fence=c info=\"c title=x\")"),
    ("include(a.go linenos)", "include(a.go )"), ("include(a.go dedent)", "include(a.go )"),
    ("include(a.go dedent=false)", "include(a.go indent=keep)"),
    ("include(a.go indent=preserve)", "include(a.go indent=keep)"),
    ("include(a.go strip=licence,mark)", "include(a.go strip=license,marks)"),
    ("include(a.go lines=1 lines=2)", "include(a.go lines=1 )"),
    ("include(a.go regoin=x)", "include(a.go region=x)"),
    ("include(a.go fenc)", "include(a.go fence)"),
    ("Include (a.go anchor=x)", "include(a.go region=x)"),
    ("include a.go tag=x lang=go", "include(a.go region=x fence=go)"),
    ("include(a.go start=2, end=4)", "include(a.go lines=2..4 )"),
    ("include(a.go tags=A;B)", "include(a.go region=A,B)"),
    ("include(a.go tag=**)", "include(a.go region=*)"),
    ("include(a.go function=\"f()\")", "include(a.go symbol=f)"),
    ("include(a.go fence highlight={1,3-4})", "include(a.go fence highlight=1,3..4)"),
    ("include(a.go]", "include(a.go)"),
  ])
  func cures(_ written: String, _ expected: String) {
    #expect(cured(written) == "<!-- \(expected) -->")
  }

  /// In a fence of the author's none can be made, so no cure asks for one.
  @Test(arguments: ["highlight=1", "lang=go", "caption=x", "fenced", "numbers"])
  func noFenceInAFence(_ option: String) throws {
    let source = Source(
      name: "t", bytes: Bytes("~~~\n<!-- include(a.go \(option)) -->\n~~~\n".utf8))
    let problem = try #require(Template.parse(source, kind: .template).diagnostics.first)
    #expect(problem.fixIt?.text == [], "\(problem)")
  }

  /// A guess that would be an error itself is not printed.
  @Test(arguments: [
    "include(a.go line)", "include(a.go frm=x=y(/ symbo)", "include(a.go xyzzy=1)",
    "include(a.go doc)", "include(a.go lines=\"2 4\")", "include(a.go fence highlight=-1)",
  ])
  func noFalseCure(_ written: String) throws {
    let source = Source(name: "t", bytes: Bytes("<!-- \(written) -->".utf8))
    let template = Template.parse(source, kind: .template)
    #expect(!template.diagnostics.isEmpty)
    for problem in template.diagnostics {
      guard let fixIt = problem.fixIt else { continue }
      let mended = try #require(TextEdit.applying([fixIt], to: source))
      let again = Template.parse(Source(name: "t", bytes: mended), kind: .template)
      #expect(again.diagnostics.count < template.diagnostics.count, "\(fixIt.text.text)")
    }
  }
}
