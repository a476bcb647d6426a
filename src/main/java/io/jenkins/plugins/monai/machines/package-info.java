/** Looking after what runs have left in AWS, and the page under Manage Jenkins that shows it. */
package io.jenkins.plugins.monai.machines;
