;;; eglot.el --- Drives `docbuild lsp' by Emacs's eglot; run by Tests/editors/run.  -*- lexical-binding: t -*-

(require 'eglot)
(require 'flymake)

(defvar edited (getenv "EDITED"))

(defun check (what holds)
  "Say WHAT, and end with an error unless it HOLDS."
  (princ (format "eglot: %s%s\n" (if holds "" "failed: ") what))
  (unless holds (kill-emacs 1)))

(defun wait (what done)
  "Wait until DONE holds, which WHAT says."
  (let ((end (time-add nil 20)))
    (while (and (not (funcall done)) (time-less-p nil end))
      (accept-process-output nil 0.05))
    (check what (funcall done))))

(define-derived-mode page-mode text-mode "Page")
(add-to-list 'auto-mode-alist '("\\.md\\'" . page-mode))
(setq eglot-server-programs `((page-mode . (,(getenv "DOCBUILD") "lsp")))
      eglot-sync-connect t
      eglot-events-buffer-size 0)

(find-file (expand-file-name "page.md" edited))
(apply #'eglot (eglot--guess-contact))
(check "the server answers" (eglot-current-server))

(defun problems () (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(goto-char (point-min))
(search-forward "region=one")
(replace-match "region=two")
(eglot--signal-textDocument/didChange)
(flymake-start)
(wait "an unknown region is told"
      (lambda () (seq-some (lambda (text) (string-match-p "region 'two' not found" text))
                           (problems))))
(goto-char (point-min))
(search-forward "region=two")
(replace-match "region=one")
(eglot--signal-textDocument/didChange)
(flymake-start)
(wait "no problem is left" (lambda () (null (problems))))

(goto-char (point-min))
(search-forward "region=")
(let ((answer (jsonrpc-request (eglot-current-server) :textDocument/hover
                               (eglot--TextDocumentPositionParams))))
  (check "the excerpt is shown"
         (string-match-p "func one" (plist-get (plist-get answer :contents) :value))))
(let ((places (xref-backend-definitions 'eglot "")))
  (check "it leads to the source"
         (string-suffix-p "a.go" (xref-location-group (xref-item-location (car places))))))
(eglot-shutdown (eglot-current-server))
(set-buffer-modified-p nil)
(kill-emacs 0)
