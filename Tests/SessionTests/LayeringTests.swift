import Foundation
import Testing

/// Who may import what, by the table of Sources/README.md.
struct LayeringTests {
  private struct Import: CustomStringConvertible {
    let file: String
    let module: String
    var description: String { "\(file) imports \(module)" }
  }

  private static let sources = projectFolder.appendingPathComponent("Sources")

  /// Every import below a folder of `Sources`, by the file's path there.
  private func imports(_ target: String) throws -> [Import] {
    let folder = LayeringTests.sources.appendingPathComponent(target)
    let pattern = try Regex(
      #"(?m)^[ \t]*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|func|protocol|var|let|typealias)\s+)?(\w+)"#,
      as: (Substring, Substring).self)
    let files =
      FileManager.default.enumerator(atPath: folder.path)?.allObjects.compactMap { $0 as? String }
      ?? []
    return try files.filter { $0.hasSuffix(".swift") }.sorted().flatMap { file in
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      // Without the texts of literals, where other languages import.
      let code = String(
        decoding: Array(SwiftText(text).lines.joined(separator: [10])), as: UTF8.self)
      return code.matches(of: pattern).map { Import(file: file, module: String($0.output.1)) }
    }
  }

  @Test func importsAreSeen() throws {
    #expect(try imports("DocbuildCore").contains { $0.module == "CCmark" })
    #expect(try imports("DocbuildEngine").contains { $0.module == "DocbuildCore" })
    #expect(try imports("DocbuildReport").contains { $0.module == "DocbuildCore" })
    #expect(try imports("docbuild").contains { $0.module == "ArgumentParser" })
  }

  @Test func coreKnowsNeitherFilesNorProcesses() throws {
    for found in try imports("DocbuildCore") {
      switch found.module {
      case "Glibc", "Synchronization": break
      case "CCmark", "CArena": #expect(found.file.hasPrefix("Markdown/"), "\(found)")
      case "CText": #expect(found.file.hasPrefix("Text/"), "\(found)")
      case "CRE2": #expect(found.file.hasPrefix("Selection/"), "\(found)")
      default: Issue.record("\(found)")
      }
    }
  }

  @Test func engineStaysLight() throws {
    let allowed: Set = [
      "DocbuildCore", "PageWire", "CKernel", "CSupervisor", "CHash", "CToml", "Glibc",
      "Synchronization", "SystemPackage",
    ]
    for found in try imports("DocbuildEngine") {
      #expect(allowed.contains(found.module), "\(found)")
    }
  }

  /// A report is a value made of values: it knows no files, no terminal and no engine.
  @Test func reportsKnowOnlyCore() throws {
    for found in try imports("DocbuildReport") {
      #expect(found.module == "DocbuildCore", "\(found)")
    }
  }

  @Test func programStaysLight() throws {
    let allowed: Set = [
      "ArgumentParser", "CKernel", "CRevision", "CSupervisor", "DocbuildCore", "DocbuildEngine",
      "DocbuildLanguageServer", "DocbuildReport", "Glibc", "PageWire", "Synchronization",
    ]
    for found in try imports("docbuild") { #expect(allowed.contains(found.module), "\(found)") }
  }

  /// The server knows of no file: neither Core nor Engine is linked into it, and GitHub's libcmark into nothing else.
  @Test func theServerKnowsOnlyPages() throws {
    #expect(try imports("PageWire").isEmpty)
    for found in try imports("PageServer") {
      #expect(["Glibc", "PageWire"].contains(found.module), "\(found)")
    }
    let allowed: Set = ["CConfine", "CKernel", "CMarkGFM", "Glibc", "PageServer", "PageWire"]
    for found in try imports("docbuild-serve") {
      #expect(allowed.contains(found.module), "\(found)")
    }
    #expect(try imports("docbuild-serve").contains { $0.module == "CMarkGFM" })
  }

  /// What an editor asks for is answered by what the commands have; only the stream is its own.
  @Test func theLanguageServerStaysLight() throws {
    for found in try imports("DocbuildLanguageServer") {
      switch found.module {
      case "DocbuildCore", "DocbuildEngine", "DocbuildReport": break
      case "Glibc", "Synchronization": #expect(found.file.hasPrefix("Wire/"), "\(found)")
      default: Issue.record("\(found)")
      }
    }
  }

  @Test func foundationStaysOut() throws {
    for target in [
      "DocbuildCore", "DocbuildEngine", "DocbuildReport", "DocbuildLanguageServer", "PageServer",
      "PageWire", "docbuild", "docbuild-serve",
    ] {
      for found in try imports(target) {
        #expect(
          ![
            "Foundation", "FoundationNetworking", "FoundationInternationalization", "Dispatch",
            "_StringProcessing", "RegexBuilder",
          ].contains(found.module), "\(found)")
      }
    }
  }

  /// Nothing below the executable ends the process, handles a signal, changes what belongs to the process as a whole, or
  /// ends children that it has not started.
  @Test func theProcessBelongsToTheExecutable() throws {
    let calls = try Regex(
      #"\b(_?[eE]xit|quick_exit|abort|atexit|fatalError|signal|sigaction|sigprocmask|raise|prctl|wait|wait3|setrlimit|prlimit|umask|f?chdir|chroot|setenv|putenv|unsetenv|clearenv|setlocale|dup2|dup3|set[a-z]*[ug]id|setsid|setpgid|docbuild_(?:supervise|adopt_orphans|end_children|hide_environment))\("#,
      as: (Substring, Substring).self)
    let everybody = try Regex(#"\b(waitpid|kill|killpg)\(\s*(-1|0)\b"#)
    // What a thread's signal mask is, and a child that was started here, is nobody else's business.
    let targets = [
      "DocbuildCore", "DocbuildEngine", "DocbuildLanguageServer", "CArena", "CHash", "CKernel",
      "CRE2",
    ]
    for target in targets + ["CRevision", "CRuntime", "CText", "CToml"] {
      let folder = LayeringTests.sources.appendingPathComponent(target)
      for case let file as String in FileManager.default.enumerator(atPath: folder.path)?.allObjects
        ?? [] where [".swift", ".c", ".cc"].contains(where: file.hasSuffix)
      {
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        for line in text.split(separator: "\n")
        where !line.drop(while: { $0 == " " }).hasPrefix("//") {
          // Methods of our own, and the scripts that tools are given.
          let call = line.matches(of: calls).first { found in
            let before = line[..<found.range.lowerBound]
            return !before.hasSuffix(".") && !before.hasSuffix("func ")
              && !LayeringTests.methods.contains(String(found.output.1))
          }
          #expect(call == nil && line.firstMatch(of: everybody) == nil, "\(file): \(line)")
        }
      }
    }
  }

  /// Methods whose names the C library has too, called without a word before them.
  private static let methods: Set = ["wait", "raise"]

  /// Core opens no file by itself: it has the C library for bytes only.
  @Test func coreCallsNoSystem() throws {
    let folder = LayeringTests.sources.appendingPathComponent("DocbuildCore")
    let calls = try Regex(
      #"\b(fopen|fread|getenv|fork|execv\w*|posix_spawn\w*|system|popen|socket|getcwd|readlink|realpath|clock_gettime|time\(nil)\s*\("#
    )
    for case let file as String in FileManager.default.enumerator(atPath: folder.path)?.allObjects
      ?? [] where file.hasSuffix(".swift")
    {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      #expect(text.firstMatch(of: calls) == nil, "\(file)")
    }
  }

  /// What is outside comes in by the session: neither the process's variables, nor its current folder, nor the machine's
  /// clock, nor anything that outlives a session is reached for below the executable.
  @Test func nothingBelowTheProgramKnowsTheProcess() throws {
    let tokens = try Regex(
      #"\b(getenv|secure_getenv|environ\b|ProcessInfo|getcwd|get_current_dir_name|gettimeofday|clock_gettime|time\()|Bytes\("\."\.utf8\)\.(real|findReal)\b|\bstatic var \w+(: [^{=]+)? =|(?m:^(?:package |private |fileprivate )?(?:nonisolated\(unsafe\) )?var )[^{]*="#
    )
    // How long is waited is no matter of the session's.
    let waits = ["System/Parallel.swift", "Trials/Shell.swift", "Wire/MessageQueue.swift"]
    for target in ["DocbuildCore", "DocbuildEngine", "DocbuildLanguageServer"] {
      let folder = LayeringTests.sources.appendingPathComponent(target)
      for case let file as String in FileManager.default.enumerator(atPath: folder.path)?.allObjects
        ?? [] where file.hasSuffix(".swift") && !waits.contains(file)
      {
        let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        for line in text.split(separator: "\n") where !line.contains("///") {
          #expect(line.firstMatch(of: tokens) == nil, "\(file): \(line)")
        }
      }
    }
  }
}
