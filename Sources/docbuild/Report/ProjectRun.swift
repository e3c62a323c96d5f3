import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

/// What commands over a project have in common: progress, problems, a line at the end, an exit code.
struct ProjectRun {
  var reporter: Reporter
  let isQuiet: Bool
  /// Ends the command's work.
  var interrupt = Interrupt()

  /// The exit code of a command. What is wrong with the configuration, and what went wrong with the machine, is reported
  /// here, in formats for programs too.
  ///
  /// - Throws: wrong usage only.
  func exitCode(_ command: () throws -> Int32) throws -> Int32 {
    do {
      return try command()
    } catch let error as ValidationError {
      throw error
    } catch let problem as DiagnosticError {
      return tell([], and: problem.diagnostics)
    } catch let interrupted as Interrupted {
      end(bySignal: interrupted.number)
    } catch let trouble as SystemError where trouble.code == EPIPE {
      return ExitCode.brokenPipe
    } catch {
      if reporter.style.isForPeople { return report(error) }
      let text = (error as? SystemError)?.message ?? "\(error)"
      return tell([], and: [Diagnostic(.machineTrouble, text, at: Place(file: ""))])
    }
  }

  /// Does the work, which a signal interrupts, with a progress bar that is gone when it ends.
  func work<Found>(
    on project: Project, _ body: (Session, @escaping (Int, Int) -> Void) throws -> Found
  ) rethrows -> Found {
    catchSignals(for: interrupt)
    let progress = Progress(isQuiet: isQuiet)
    defer { progress.end() }
    return try body(Session(of: project, interrupt), progress.report)
  }

  /// The same for tests, of which the line names what runs.
  func workOnTests<Found>(
    on project: Project, _ body: (Session, @escaping (TestProgress) -> Void) throws -> Found
  ) rethrows -> Found {
    catchSignals(for: interrupt)
    let progress = Progress(isQuiet: isQuiet)
    defer { progress.end() }
    return try body(Session(of: project, interrupt), progress.report)
  }

  /// Writes the problems of the documents, then what concerns none of them alone; returns the exit code.
  ///
  /// - Parameter project: what they were found in; nil where none could be opened.
  func tell(
    _ documents: [ReportedDocument], and general: [Diagnostic], in project: Project? = nil
  ) -> Int32 {
    var reporter = reporter
    reporter.root = project?.root
    let told = documents.filter {
      reporter.style.listsSoundDocuments || !$0.diagnostics.isEmpty
    }
    return reporter.report(told + [ReportedDocument(name: "", diagnostics: general)])
  }

  /// Writes the problems of a round; returns the exit code.
  func tell(_ round: Round) -> Int32 {
    tell(round.documents, and: round.general, in: round.project)
  }

  /// Writes what was done, for a person.
  func summarise(_ text: @autoclosure () -> String) {
    if !isQuiet, reporter.style.audience == .person { complain(text()) }
  }
}
