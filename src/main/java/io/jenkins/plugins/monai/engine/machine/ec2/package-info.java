/** What EC2 knows of a machine: instances and security groups, found by tag. */
package io.jenkins.plugins.monai.engine.machine.ec2;
