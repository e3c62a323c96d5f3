/*
 * Copyright 2026 A
 *
 * Licensed under X
 */

package x
