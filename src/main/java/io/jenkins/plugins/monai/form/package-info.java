/** How parameters become fields of forms, and what is written there becomes values. */
package io.jenkins.plugins.monai.form;
