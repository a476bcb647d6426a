/** What the credentials may do, held against what each operation needs of AWS. */
package io.jenkins.plugins.monai.engine.permission;
