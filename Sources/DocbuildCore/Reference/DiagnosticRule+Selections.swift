extension DiagnosticRule {
  /// Problems of what a directive takes of a source.
  static let selections: [DiagnosticRule] = [
    DiagnosticRule(
      .lineOutOfRange, "'lines' asks for lines that the file does not have.",
      cause: "The file has become shorter, or the range counts beyond its end.",
      cure: "Correct the range; better, show a region or a symbol, which move with the text.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go lines=5) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:22: error: line 5 is out of range: 'main.go' has 1 line [line-out-of-range]")),
    DiagnosticRule(
      .regionNotFound, "The file has no region of that name.",
      cause: "The mark was renamed or removed, or is written in a way that docbuild does not read.",
      cure:
        "Use the nearest name, which is in the note, or mark the region: 'docbuild help directives' lists the marks.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go region=strat) -->\n"),
          File("main.go", "// #region start\nvar a = 1\n// #endregion\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports: "page.src:1:22: error: region 'strat' not found in 'main.go' [region-not-found]")),
    DiagnosticRule(
      .ambiguousKey, "Several files mark a region of the name that 'key' asks for.",
      cause: "A key names no file, so only one source of the project may mark it.",
      cure: "Give one of the regions another name, or name the file: 'main.go region=start'.",
      example: Example(
        files: [
          File("page.src", "<!-- include(key=start) -->\n"),
          File("main.go", "// #region start\nvar a = 1\n// #endregion\n"),
          File("other.go", "// #region start\nvar b = 1\n// #endregion\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports: "page.src:1:14: error: 'start' is marked in 2 files [ambiguous-key]")),
    DiagnosticRule(
      .regionNotClosed, "A region has a begin and no end.",
      cause: "The excerpt would go on to the end of the file.",
      cure: "Put the end mark behind the region.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go region=start) -->\n"),
          File("main.go", "// #region start\nvar a = 1\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:22: error: region 'start' in 'main.go' is never closed [region-not-closed]")),
    DiagnosticRule(
      .unreadMark, "A line inside a region looks like a mark and is not one.",
      cause:
        "It begins like a mark of its dialect, or ends a region that is not open. The excerpt would be longer or shorter than its author meant.",
      cure: "Correct the mark, or write the line in another way.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go region=start) -->\n"),
          File(
            "main.go", "// ANCHOR: start\n// ANCHOR_END: other\nvar a = 1\n// ANCHOR_END: start\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "main.go:2:1: error: '// ANCHOR_END: other' ends a region that does not begin above it [unread-mark]"
      )),
    DiagnosticRule(
      .symbolNotFound, "The file defines no symbol of that name.",
      cause:
        "The function, type or variable was renamed, moved to another file, or is made by a macro that the parser does not see.",
      cure: "Use the nearest name, which is in the note.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go symbol=satrt) -->\n"),
          File("main.go", "package main\n\nfunc start() {}\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports: "page.src:1:22: error: symbol 'satrt' not found in 'main.go' [symbol-not-found]")),
    DiagnosticRule(
      .symbolAmbiguous, "The file defines several symbols of that name.",
      cause: "Overloads, or members of several types, have the same name.",
      cure: "Name one of those in the notes, with its type, or by its number: 'symbol=start/2'.",
      example: Example(
        files: [
          File("page.src", "<!-- include(a.py symbol=run) -->\n"),
          File("a.py", "class A:\n    def run(self): pass\n\nclass B:\n    def run(self): pass\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:19: error: symbol 'run' is ambiguous in 'a.py': 2 definitions [symbol-ambiguous]"
      )),
    DiagnosticRule(
      .symbolUncertain, "The parser could not read a definition to its end.",
      cause:
        "An error in the source, or a macro, leaves open where the definition ends: the excerpt could be too long or too short.",
      cure: "Show it by 'lines' or by a region.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go symbol=start) -->\n"),
          File("main.go", "package main\n\nfunc start() {\n\tif x {\n}\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:22: error: the definition of 'start' in 'main.go' was not read whole: its '{' is never closed [symbol-uncertain]"
      )),
    DiagnosticRule(
      .unsupportedLanguage, "There is no parser for the language of a file.",
      cause: "'symbol' needs one, and the language follows from the file's name or its '#!' line.",
      cure: "Use 'region' or 'lines'.",
      example: Example(
        files: [
          File("page.src", "<!-- include(a.txt symbol=start) -->\n"),
          File("a.txt", "start\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:20: error: no parser for the symbols of 'a.txt', which is text [unsupported-language]"
      )),
    DiagnosticRule(
      .invalidPattern, "A regular expression can't be read.",
      cause:
        "Patterns are written in RE2's syntax, which has no look-around and no back-references.",
      cure: "Correct the pattern: https://github.com/google/re2/wiki/Syntax has all there is.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go from=/a(b/) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports: "page.src:1:22: error: bad pattern '/a(b/': missing ): a(b [invalid-pattern]")),
    DiagnosticRule(
      .patternNotFound, "No line matches a pattern.",
      cause: "The text that it was written for has changed.",
      cure: "Correct the pattern; it is matched against each line by itself.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go from=/^func/) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports: "page.src:1:22: error: no line of 'main.go' matches '/^func/' [pattern-not-found]")
    ),
    DiagnosticRule(
      .emptyExcerpt, "A selection yields nothing.",
      cause:
        "The lines that were chosen are all left out again, or hold only marks. A page with a hole is never what was meant.",
      cure: "Choose more, or leave out less.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go omit=/./) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports: "page.src:1:22: error: nothing of 'main.go' is left [empty-excerpt]")),
    DiagnosticRule(
      .valueNotFound, "There is no value of that name.",
      cause:
        "A value is defined below 'values' in docbuild.toml, or by '--set NAME=TEXT'; one of a file needs 'match=/…/' behind the file's name. Here neither is there, or what git should say is not known.",
      cure: "Use the nearest name, which is in the note, or define the value.",
      example: Example(
        files: [
          File("docbuild.toml", "[values]\nversion = \"1.4\"\n"),
          File("page.src", "This is version <!-- value(verison) -->.\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports: "page.src:1:28: error: there is no value 'verison' [value-not-found]")),
    DiagnosticRule(
      .valueAmbiguous, "A value's pattern matches more than once.",
      cause:
        "A value is one fact, so its pattern must match in one place: with two, the page could show the wrong one.",
      cure: "Write a pattern that only the right line matches, such as one that begins with '^'.",
      example: Example(
        files: [
          File("page.src", "This is version <!-- value(build.sh match=/version=(.*)/) -->.\n"),
          File("build.sh", "old_version=1.3\nversion=1.4\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:37: error: '/version=(.*)/' matches more than once in 'build.sh' [value-ambiguous]"
      )),
    DiagnosticRule(
      .invalidValue, "A value can't stand in a sentence.",
      cause:
        "A value is one line of text. What the file or the setting holds has several lines, none, or what would end the comment around it.",
      cure: "Choose a part with 'match', or show the file by 'include'.",
      example: Example(
        files: [
          File("docbuild.toml", "[values]\nversion = { file = \"VERSION\" }\n"),
          File("page.src", "This is version <!-- value(version) -->.\n"),
          File("VERSION", "1.4\n1.3\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports: "page.src:1:28: error: 'VERSION' has 2 lines, and a value is one [invalid-value]")),
    DiagnosticRule(
      .noEffect, level: .warning,
      "A directive, an option of one, or a pattern of docbuild.toml changes nothing.",
      cause:
        "It was meant to do something, so its author was wrong about the source, the option or the files' names.",
      cure: "Leave the option or the pattern out, or write what was meant.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go elide) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:22: warning: 'elide' changes nothing: no lines are left out that it could stand for [no-effect]"
      )),
  ]
}
