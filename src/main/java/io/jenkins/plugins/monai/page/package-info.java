/** What the plugin shows on the pages of builds and jobs. */
package io.jenkins.plugins.monai.page;
