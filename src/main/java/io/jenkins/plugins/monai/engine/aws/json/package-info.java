/** Services of the AWS JSON 1.1 protocol, by the core of the AWS SDK alone. */
package io.jenkins.plugins.monai.engine.aws.json;
