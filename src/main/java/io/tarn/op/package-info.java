/** What an operator is: its name, arguments and documentation, and the step that they make. */
package io.tarn.op;
